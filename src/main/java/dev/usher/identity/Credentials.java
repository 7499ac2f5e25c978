package dev.usher.identity;

import io.smallrye.mutiny.Uni;

/** Checks the credentials that a user's client sends with each request. */
public interface Credentials {

    /** The user to whom the token belongs. Fails with {@link UnauthorizedException} if it is not that user's. */
    Uni<User> check(String userId, String token);

    /** The user to whom the token belongs. Fails with {@link UnauthorizedException} if it is nobody's. */
    Uni<User> check(String token);
}
