package dev.usher.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.usher.Metrics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two pods, a Redis, and people who join and leave all the time, while a pod is killed, Redis is killed, or the pods
 * are replaced by new ones: nothing that was acknowledged is lost, nobody is there twice.
 */
@Tag("replicas")
class ReplicasUnderLoadIT {

    /** What Netty says of a connection that the watch on readiness makes in the moment in which the server closes. */
    private static final String PROBE_OF_A_CLOSED_POD = "(?m)^.*Failed to register an accepted channel.*$";

    private static final int TIMES = 3;
    /** Fewer, with -Dload.joins=, for a machine that is busy with other things. */
    private static final int JOINS_PER_SECOND = Integer.getInteger("load.joins", 1000);
    /** Those who do nothing any more after each accident, so that it shows if what they did just before is lost. */
    private static final int RETIRING = 150;
    private static final Duration STORE_TIMEOUT = Duration.ofMillis(500);
    /** What a busy machine may add to an answer: the two pods, Redis and the crowd share its processors. */
    private static final Duration BUSY = Duration.ofMillis(1500);
    /** Where Redis is there all the time: a JVM that has just started, under load, is slower than that timeout. */
    private static final String PATIENT = "10s";

    private static Map<String, String> settings(String storeTimeout) {
        return Map.of("usher.rate-limit.enabled", "false", "usher.store.timeout", storeTimeout,
                "quarkus.shutdown.delay", "2s");
    }

    @Test
    void aPodThatIsKilledLosesNothing() {
        try (TwoPods pods = new TwoPods(settings(PATIENT)); Crowd crowd = new Crowd(pods.ports())) {
            crowd.start(JOINS_PER_SECOND);
            for (int i = 0; i < TIMES; i++) {
                UsherProcess pod = pods.get(i % 2);
                int elsewhere = crowd.elsewhere();
                pod.kill();
                crowd.retire(RETIRING);
                Awaitility.await().until(() -> crowd.elsewhere() > elsewhere);
                pod.start().awaitReady();
                crowd.awaitAnswers(200, JOINS_PER_SECOND);
            }
            crowd.stop();
            assertThat(crowd.joinsPerSecond()).isGreaterThan(JOINS_PER_SECOND * 0.8);
            assertThat(crowd.surprises()).isEmpty();
            assertThat(crowd.answered(503)).isZero();
            assertRegistries(crowd, pods);
        }
    }

    @Test
    void aRedisThatIsKilledLosesNothingAndIsUsedAgain() {
        try (TwoPods pods = new TwoPods(settings(STORE_TIMEOUT.toMillis() + "ms")); Crowd crowd = new Crowd(pods.ports())) {
            Set<Integer> alive = ConcurrentHashMap.newKeySet();
            LongAccumulator slowestProbe = new LongAccumulator(Math::max, 0);
            crowd.start(JOINS_PER_SECOND);
            pods.watch(pod -> {
                long asked = System.nanoTime();
                alive.add(pod.health("live"));
                slowestProbe.accumulate(System.nanoTime() - asked);
            });
            for (int i = 0; i < TIMES; i++) {
                pods.redis().kill();
                crowd.retire(RETIRING);
                pods.awaitReadiness(false);
                crowd.awaitAnswers(503, JOINS_PER_SECOND / 4);
                pods.redis().restart();
                pods.awaitReadiness(true);
                crowd.awaitAnswers(200, JOINS_PER_SECOND);
            }
            crowd.stop();
            assertThat(crowd.surprises()).isEmpty();
            assertThat(crowd.elsewhere()).as("broken connections").isZero();
            System.out.printf("Slowest probe: %d ms%n", slowestProbe.get() / 1_000_000);
            assertThat(crowd.slowest()).as("the slowest answer; what needs no Redis took up to %d ms",
                    slowestProbe.get() / 1_000_000)
                    .isLessThan(STORE_TIMEOUT.plus(BUSY).plusNanos(2 * slowestProbe.get()));
            assertThat(alive).as("liveness").containsExactly(200);
            assertRegistries(crowd, pods);
        }
    }

    @Test
    void podsAreReplacedOneAfterTheOtherAndNoRequestFails() {
        try (TwoPods pods = new TwoPods(settings(PATIENT));
                Balancer balancer = new Balancer(pods.ports().get(0), pods.ports().get(1));
                Crowd crowd = new Crowd(List.of(balancer.port()))) {
            pods.watch(pod -> balancer.send(pod.port(), pod.isReady()));
            crowd.start(JOINS_PER_SECOND / 2);
            for (UsherProcess pod : pods.all()) {
                pod.terminate();
                assertThat(pod.awaitEnd()).isIn(0, 143);
                crowd.retire(RETIRING);
                pod.start().awaitReady();
                Awaitility.await().until(() -> balancer.sendsTo(pod.port()));
                crowd.awaitAnswers(200, JOINS_PER_SECOND);
            }
            crowd.stop();
            assertThat(crowd.surprises()).isEmpty();
            assertThat(crowd.answered(503)).isZero();
            assertRegistries(crowd, pods);
            assertThat(pods.all()).allSatisfy(pod ->
                    assertThat(pod.log().replaceAll(PROBE_OF_A_CLOSED_POD, ""))
                            .doesNotContain("ERROR").doesNotContain("Exception"));
        }
    }

    /** Both pods say what must be so, and count as many as they show. */
    private static void assertRegistries(Crowd crowd, TwoPods pods) {
        for (int port : pods.ports()) {
            crowd.assertRegistry(port);
        }
        int present = crowd.present(pods.ports().get(0));
        assertThat(crowd.present(pods.ports().get(1))).isEqualTo(present);
        Awaitility.await().untilAsserted(() -> assertThat(pods.ports()).allSatisfy(port ->
                assertThat(Metrics.of(port, "usher_participants")).isEqualTo(present)));
    }
}
