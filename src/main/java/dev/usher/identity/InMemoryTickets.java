package dev.usher.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The tickets of one process, bounded: at the bound the oldest goes. */
@Singleton
@Typed(InMemoryTickets.class)
public class InMemoryTickets implements Tickets {

    private record Ticket(String subject, Instant expiresAt) {
    }

    private final Clock clock;
    private final Map<String, Ticket> oldestFirst;

    @Inject
    InMemoryTickets(Clock clock, IdentityConfig config) {
        this.clock = clock;
        this.oldestFirst = Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Ticket> eldest) {
                return size() > config.maxTokens() || !eldest.getValue().expiresAt.isAfter(clock.instant());
            }
        });
    }

    @Override
    public Uni<String> issue(String subject) {
        return Uni.createFrom().item(() -> {
            String ticket = Token.random();
            oldestFirst.put(Token.hash(ticket), new Ticket(subject, clock.instant().plus(LIFETIME)));
            return ticket;
        });
    }

    @Override
    public Uni<Optional<String>> redeem(String ticket) {
        return Uni.createFrom().item(() -> Optional.ofNullable(oldestFirst.remove(Token.hash(ticket)))
                .filter(found -> found.expiresAt.isAfter(clock.instant()))
                .map(Ticket::subject));
    }
}
