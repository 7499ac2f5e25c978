package dev.usher.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.usher.identity.IdentityConfig;
import dev.usher.identity.LoginTokens;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The login tokens of all pods, on Redis; at the bound the one that expires first goes. */
@Singleton
@Typed(RedisLoginTokens.class)
public class RedisLoginTokens implements LoginTokens {

    private final RedisStore store;
    private final Clock clock;
    private final int max;

    @Inject
    RedisLoginTokens(RedisStore store, Clock clock, IdentityConfig config) {
        this.store = store;
        this.clock = clock;
        this.max = config.maxTokens();
    }

    @Override
    public Uni<Void> add(String hash, String userId, Instant expiresAt) {
        Instant now = clock.instant();
        long lasts = Math.max(1, Duration.between(now, expiresAt).toMillis());
        return store.send(Command.SET, Keys.login(hash), userId, "PX", String.valueOf(lasts))
                .chain(() -> store.send(Command.ZADD, Keys.LOGINS, millis(expiresAt), hash))
                .chain(() -> store.send(Command.ZREMRANGEBYSCORE, Keys.LOGINS, "-inf", millis(now)))
                .chain(() -> store.send(Command.ZCARD, Keys.LOGINS))
                .flatMap(size -> size.toInteger() > max ? forgetOldest(size.toInteger() - max)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> forgetOldest(int count) {
        return store.send(Command.ZRANGE, Keys.LOGINS, "0", String.valueOf(count - 1))
                .flatMap(oldest -> Uni.join().all(oldest.stream().map(Response::toString).map(this::remove).toList())
                        .andFailFast())
                .replaceWithVoid();
    }

    private static String millis(Instant time) {
        return String.valueOf(time.toEpochMilli());
    }

    @Override
    public Uni<Optional<String>> userId(String hash) {
        return store.send(Command.GET, Keys.login(hash)).map(found -> Optional.ofNullable(found).map(Response::toString));
    }

    @Override
    public Uni<Void> remove(String hash) {
        return store.send(Command.DEL, Keys.login(hash))
                .chain(() -> store.send(Command.ZREM, Keys.LOGINS, hash)).replaceWithVoid();
    }
}
