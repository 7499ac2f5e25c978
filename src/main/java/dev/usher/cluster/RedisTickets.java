package dev.usher.cluster;

import java.util.Optional;

import dev.usher.identity.Tickets;
import dev.usher.identity.Token;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The tickets of all pods, on Redis, where they expire by themselves. */
@Singleton
@Typed(RedisTickets.class)
public class RedisTickets implements Tickets {

    private final RedisStore store;

    @Inject
    RedisTickets(RedisStore store) {
        this.store = store;
    }

    @Override
    public Uni<String> issue(String subject) {
        return Uni.createFrom().deferred(() -> {
            String ticket = Token.random();
            return store.send(Command.SET, Keys.ticket(Token.hash(ticket)), subject, "PX",
                    String.valueOf(LIFETIME.toMillis())).replaceWith(ticket);
        });
    }

    @Override
    public Uni<Optional<String>> redeem(String ticket) {
        return store.send(Command.GETDEL, Keys.ticket(Token.hash(ticket)))
                .map(found -> Optional.ofNullable(found).map(Response::toString));
    }
}
