package dev.usher.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import dev.usher.Api;
import dev.usher.Ports;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;

import static dev.usher.Api.as;

/** Two pods of Usher that share a Redis, each started and ended by the test. They know the users of the tests. */
final class TwoPods implements AutoCloseable {

    private static final long PROBE_MILLIS = 100;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final RedisServer redis = new RedisServer();
    private final List<UsherProcess> pods = new ArrayList<>();
    private final List<ScheduledExecutorService> watches = new ArrayList<>();

    /** Starts Redis and both pods, and waits until they are ready. */
    TwoPods(Map<String, String> settings) {
        try {
            Map<String, String> all = new HashMap<>(new UsherProfile().getConfigOverrides());
            all.putAll(redis.start());
            all.putAll(settings);
            Stream.generate(() -> new UsherProcess(all, Ports.free())).limit(2).forEach(pods::add);
            pods.forEach(UsherProcess::start);
            pods.forEach(UsherProcess::awaitReady);
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    RedisServer redis() {
        return redis;
    }

    UsherProcess get(int number) {
        return pods.get(number);
    }

    List<UsherProcess> all() {
        return pods;
    }

    List<Integer> ports() {
        return pods.stream().map(UsherProcess::port).toList();
    }

    /** Starts a call, by who is not limited, at the pod at that port, and returns its id. */
    static String startCall(int port) {
        return Api.post(as(Accounts.jane()).port(port), "video-conference.start", Map.of("roomId", Api.anyRoom()))
                .then().statusCode(200).extract().path("data.callId");
    }

    /** Waits until both are ready, or until neither is. */
    void awaitReadiness(boolean ready) {
        Awaitility.await("readiness " + ready).atMost(SOON).pollInterval(Duration.ofMillis(PROBE_MILLIS))
                .until(() -> pods.stream().allMatch(pod -> pod.isReady() == ready));
    }

    /** Does something for each pod again and again until the pods are closed. */
    void watch(Consumer<UsherProcess> look) {
        for (UsherProcess pod : pods) {
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
            thread.scheduleWithFixedDelay(() -> look.accept(pod), 0, PROBE_MILLIS, TimeUnit.MILLISECONDS);
            watches.add(thread);
        }
    }

    @Override
    public void close() {
        watches.forEach(ScheduledExecutorService::shutdownNow);
        pods.forEach(UsherProcess::close);
        redis.stop();
    }
}
