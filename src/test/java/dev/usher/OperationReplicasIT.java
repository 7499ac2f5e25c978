package dev.usher;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.Replicas;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusIntegrationTest
@TestProfile(ReplicasProfile.class)
class OperationReplicasIT extends OperationTest implements BehindNginx {

    private static final Duration MOMENT = Duration.ofSeconds(3);

    /** Each pod counts what it has done itself. */
    @Override
    double counted(String nameAndLabels) {
        return Replicas.running().sum(nameAndLabels);
    }

    /** Every pod tells what there is in all, as it was a moment ago. */
    @Override
    double gauged(String name) {
        return Awaitility.await(name).during(MOMENT).atMost(MOMENT.multipliedBy(10))
                .until(() -> values(name), values -> values.size() == 1).iterator().next();
    }

    @Override
    void assertGauged(String name, double expected) {
        Awaitility.await(name).atMost(MOMENT.multipliedBy(2))
                .untilAsserted(() -> assertThat(values(name)).containsExactly(expected));
    }

    private static Set<Double> values(String name) {
        return Replicas.running().pods().stream().map(pod -> Metrics.of(pod, name)).collect(Collectors.toSet());
    }
}
