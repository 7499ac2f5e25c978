package dev.usher.cluster;

import java.time.Instant;
import java.util.Optional;

import dev.usher.identity.IdentityConfig;
import dev.usher.identity.LoginTokens;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The login tokens of all pods, on Redis, where they expire by themselves; at the bound the oldest goes. */
@Singleton
@Typed(RedisLoginTokens.class)
public class RedisLoginTokens implements LoginTokens {

    private final RedisStore store;
    private final int max;
    private final Script script = Script.named("login");

    @Inject
    RedisLoginTokens(RedisStore store, IdentityConfig config) {
        this.store = store;
        this.max = config.maxTokens();
    }

    @Override
    public Uni<Void> add(String hash, String userId, Instant expiresAt) {
        return store.send(Command.SET, Keys.login(hash), userId, "PXAT", millis(expiresAt))
                .chain(() -> store.run(script, Keys.LOGINS, hash, String.valueOf(max), millis(expiresAt)))
                .flatMap(tooMany -> Multi.createFrom().iterable(tooMany).map(Response::toString)
                        .onItem().transformToUniAndConcatenate(oldest -> store.send(Command.DEL, Keys.login(oldest)))
                        .onItem().ignoreAsUni());
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
                .chain(() -> store.send(Command.ZREM, Keys.LOGINS.get(0), hash)).replaceWithVoid();
    }
}
