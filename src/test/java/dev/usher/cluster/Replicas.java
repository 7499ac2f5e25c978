package dev.usher.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.usher.Metrics;
import dev.usher.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.QuarkusTestProfile.TestResourceEntry;

/**
 * Two pods of Usher that share a Redis, behind nginx: the process that Quarkus starts for the tests, and one more with
 * the same settings. {@link ReplicasProfile} brings it, {@link BehindNginx} leads the tests to it.
 */
public final class Replicas implements QuarkusTestResourceLifecycleManager {

    /** The argument that names the class of the profile whose settings and test resources are used. */
    static final String PROFILE = "profile";

    /** A JVM that has just started is slow, and some tests send hundreds of requests at once. */
    private static final String PATIENT = "10s";

    private static volatile Replicas running;

    private final Deque<QuarkusTestResourceLifecycleManager> resources = new ArrayDeque<>();
    private final int port = Ports.free();
    private QuarkusTestProfile profile;
    private UsherProcess other;
    private Balancer balancer;

    /** Those that run now. */
    public static Replicas running() {
        return running;
    }

    @Override
    public void init(Map<String, String> arguments) {
        profile = ReplicasProfile.make(arguments.get(PROFILE), QuarkusTestProfile.class);
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> shared = new HashMap<>(startResource(new RedisServer(), Map.of()));
        for (TestResourceEntry entry : profile.testResources()) {
            shared.putAll(startResource(ReplicasProfile.make(entry.getClazz().getName(),
                    QuarkusTestResourceLifecycleManager.class), entry.getArgs()));
        }
        shared.put("usher.store.timeout", PATIENT);
        Map<String, String> all = new HashMap<>(profile.getConfigOverrides());
        all.putAll(shared);
        other = new UsherProcess(all, Ports.free()).start().awaitReady();
        balancer = new Balancer(port, other.port());
        running = this;
        shared.put("quarkus.http.port", String.valueOf(port));
        return shared;
    }

    private Map<String, String> startResource(QuarkusTestResourceLifecycleManager resource,
            Map<String, String> arguments) {
        resource.init(arguments);
        resources.push(resource);
        return resource.start();
    }

    @Override
    public void inject(TestInjector injector) {
        resources.forEach(resource -> resource.inject(injector));
    }

    /** Where nginx listens. */
    public int port() {
        return balancer.port();
    }

    /** Where each of the two listens itself. */
    public List<Integer> pods() {
        return List.of(port, other.port());
    }

    /** A metric of both, added. */
    public double sum(String nameAndLabels) {
        return pods().stream().mapToDouble(pod -> Metrics.of(pod, nameAndLabels)).sum();
    }

    @Override
    public void stop() {
        Stream.of(balancer, other).filter(part -> part != null).forEach(Replicas::close);
        resources.forEach(QuarkusTestResourceLifecycleManager::stop);
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
