package dev.usher.identity;

import java.time.Clock;

import org.eclipse.microprofile.faulttolerance.Bulkhead;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Logs users in and out. Refusals are {@link UnauthorizedException}. */
@ApplicationScoped
public class Login {

    /** How many passwords are checked at a time; bcrypt is made to keep a core busy. */
    private static final int CONCURRENT_CHECKS = 2;
    private static final int WAITING_CHECKS = 200;

    @Inject
    LocalUsers users;

    @Inject
    LocalCredentials localCredentials;

    @Inject
    Credentials credentials;

    @Inject
    LoginTokens tokens;

    @Inject
    IdentityConfig config;

    @Inject
    Clock clock;

    /** Checks a password and hands out a new token. */
    @Bulkhead(value = CONCURRENT_CHECKS, waitingTaskQueue = WAITING_CHECKS)
    @NonBlocking
    public Uni<Session> withPassword(String username, String password) {
        return Uni.createFrom().item(() -> users.withPassword(username, password))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .map(user -> user.orElseThrow(UnauthorizedException::new))
                .flatMap(user -> {
                    String token = Token.random();
                    return tokens.add(Token.hash(token), user.id(), clock.instant().plus(config.tokenLifetime()))
                            .replaceWith(new Session(user, token));
                });
    }

    /** Recognises the holder of a token from an earlier login. */
    public Uni<Session> resume(String token) {
        return localCredentials.owner(token)
                .map(owner -> new Session(owner.orElseThrow(UnauthorizedException::new), token));
    }

    /** See {@link Credentials#revoke}. */
    public Uni<Void> logout(User user, String token) {
        return credentials.revoke(user, token);
    }
}
