package dev.usher.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import dev.usher.TestConfig;
import dev.usher.call.CallConfig;
import dev.usher.call.RegistryConfig;
import dev.usher.identity.IdentityConfig;
import dev.usher.ratelimit.InMemoryRateLimiter;
import dev.usher.ratelimit.RateLimitConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;

/** What is on Redis, as one pod has it, for tests without Quarkus: one Redis with its own clock for all tests of a class. */
public final class TestStore implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** How far Redis's clock goes on by itself in a test that advances it. */
    static final Duration TOLERANCE = Duration.ofMillis(500);

    private static final long TICK_MILLIS = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    final RedisServer server;
    private final RedisClientType type;
    private Vertx vertx;
    private Redis redis;
    private RedisStore store;
    private final List<CallIndex> indexes = new CopyOnWriteArrayList<>();

    TestStore() {
        this(RedisServer.withClock(), RedisClientType.STANDALONE);
    }

    TestStore(RedisServer server, RedisClientType type) {
        this.server = server;
        this.type = type;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server.start();
        vertx = Vertx.vertx();
        // what Mutiny sets up for the whole process with its first Uni, two threads must not at the same time
        Uni.createFrom().emitter(emitter -> emitter.complete(null)).await().indefinitely();
        vertx.setPeriodic(TICK_MILLIS, tick -> indexes.forEach(index -> index.flush().subscribe().with(
                told -> { }, failed -> { })));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
        server.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.stop();
    }

    private void close() {
        indexes.clear();
        if (redis != null) {
            redis.close();
            redis = null;
            store = null;
        }
    }

    RedisStore store() {
        if (store == null) {
            redis = Redis.createClient(vertx, new RedisOptions().setType(type)
                    .setConnectionString(server.url()));
            store = new RedisStore(redis, TIMEOUT);
        }
        return store;
    }

    /** A registry as another pod has it too. */
    RedisCallRegistry registry(Map<String, String> settings) {
        CallIndex index = new CallIndex(store());
        indexes.add(index);
        return new RedisCallRegistry(store(), index, new CallEvents(new Channels(store(), vertx)),
                TestConfig.of(CallConfig.class, only("usher.call.", settings)),
                TestConfig.of(RegistryConfig.class, only("usher.registry.", settings)));
    }

    private static Map<String, String> only(String prefix, Map<String, String> settings) {
        return settings.entrySet().stream().filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Nothing on Redis any more. */
    void clear() {
        close();
        server.clear();
    }

    RedisRateLimiter limiter() {
        RateLimitConfig config = TestConfig.of(RateLimitConfig.class, Map.of());
        return new RedisRateLimiter(store(), new InMemoryRateLimiter(config), config);
    }

    RedisLoginTokens tokens(int max) {
        return new RedisLoginTokens(store(), TestConfig.of(IdentityConfig.class,
                Map.of("usher.identity.max-tokens", String.valueOf(max))));
    }
}
