package dev.usher.cluster;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import dev.usher.ratelimit.Decision;
import dev.usher.ratelimit.InMemoryRateLimiter;
import dev.usher.ratelimit.Limit;
import dev.usher.ratelimit.LimitKey;
import dev.usher.ratelimit.RateLimitConfig;
import dev.usher.ratelimit.RateLimiter;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The limiter of all pods, on Redis. Keys go by themselves when their requests have left their window. While Redis is
 * away it fails with {@link StoreAwayException}, or each pod counts for itself, as the configuration says.
 */
@Singleton
@Typed(RedisRateLimiter.class)
public class RedisRateLimiter implements RateLimiter {

    private final RedisStore store;
    private final InMemoryRateLimiter local;
    private final boolean localWhenAway;
    private final Script script = Script.named("limit");

    @Inject
    RedisRateLimiter(RedisStore store, InMemoryRateLimiter local, RateLimitConfig config) {
        this.store = store;
        this.local = local;
        this.localWhenAway = config.whenStoreFails() == RateLimitConfig.WhenStoreFails.LOCAL;
    }

    @Override
    public Uni<Decision> acquire(Limit limit, LimitKey key) {
        return orLocally(run("acquire", limit, key).map(answer -> new Decision(answer.get(0).toInteger() == 1,
                limit.requests(), answer.get(1).toInteger(), answer.get(2).toLong())),
                () -> local.acquire(limit, key));
    }

    @Override
    public Uni<Void> release(Limit limit, LimitKey key) {
        return orLocally(run("release", limit, key).replaceWithVoid(), () -> local.release(limit, key));
    }

    private <T> Uni<T> orLocally(Uni<T> shared, Supplier<Uni<T>> alone) {
        return localWhenAway ? shared.onFailure(StoreAwayException.class).recoverWithUni(() -> alone.get()) : shared;
    }

    private Uni<Response> run(String operation, Limit limit, LimitKey key) {
        return store.run(script, List.of(Keys.limit(limit.endpoint(), key.kind().name().toLowerCase(Locale.ROOT),
                key.value())), operation, String.valueOf(limit.requests()),
                String.valueOf(limit.window().toNanos() / 1000));
    }
}
