package dev.usher.identity;

import io.smallrye.mutiny.Uni;

/**
 * Checks the credentials that a user's client sends with each request. Where that takes another server which does
 * not answer, everything here fails with {@link IdentityAwayException}.
 */
public interface Credentials {

    /** The user to whom the token belongs. Fails with {@link UnauthorizedException} if it is not that user's. */
    Uni<User> check(String userId, String token);

    /**
     * The user to whom the token belongs; a workspace's token has the user's id and a colon before it. It may be
     * an access token where a provider of those is configured. Fails with {@link UnauthorizedException} if it is
     * nobody's.
     */
    Uni<User> check(String token);

    /**
     * Makes a login's token worthless. Tokens of back ends and of a provider stay as they are.
     *
     * @param token null if the user came with an access token
     */
    Uni<Void> revoke(User user, String token);
}
