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

/** The login tokens of one process, bounded: at the bound the oldest goes. */
@Singleton
@Typed(InMemoryLoginTokens.class)
public class InMemoryLoginTokens implements LoginTokens {

    private record Login(String hash, String userId, Instant expiresAt) {
    }

    private final Clock clock;
    private final Map<String, Login> oldestFirst;

    @Inject
    InMemoryLoginTokens(Clock clock, IdentityConfig config) {
        this.clock = clock;
        this.oldestFirst = Collections.synchronizedMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Login> eldest) {
                return size() > config.maxTokens() || !eldest.getValue().expiresAt.isAfter(clock.instant());
            }
        });
    }

    @Override
    public Uni<Void> add(String hash, String userId, Instant expiresAt) {
        return Uni.createFrom().voidItem().invoke(() -> oldestFirst.put(hash, new Login(hash, userId, expiresAt)));
    }

    @Override
    public Uni<Optional<String>> userId(String hash) {
        return Uni.createFrom().item(() -> Optional.ofNullable(oldestFirst.get(hash))
                .filter(login -> Token.equal(login.hash, hash) && login.expiresAt.isAfter(clock.instant()))
                .map(Login::userId));
    }

    @Override
    public Uni<Void> remove(String hash) {
        return Uni.createFrom().voidItem().invoke(() -> oldestFirst.remove(hash));
    }
}
