package dev.usher.identity;

import java.util.regex.Pattern;

import io.smallrye.mutiny.Uni;

/**
 * Takes an access token where a token stands alone, unless it is known otherwise. It is told by its dots from a
 * workspace's, so that nothing is asked in vain.
 */
final class OidcCredentials implements Credentials {

    private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final Credentials others;
    private final AccessTokens accessTokens;

    OidcCredentials(Credentials others, AccessTokens accessTokens) {
        this.others = others;
        this.accessTokens = accessTokens;
    }

    @Override
    public Uni<User> check(String userId, String token) {
        return others.check(userId, token);
    }

    @Override
    public Uni<User> check(String token) {
        Uni<User> known = others.check(token);
        return FORM.matcher(token).matches()
                ? known.onFailure(UnauthorizedException.class).recoverWithUni(() -> accessTokens.check(token))
                : known;
    }

    /** An access token is the provider's, and there is nothing here to forget. */
    @Override
    public Uni<Void> revoke(User user, String token) {
        return token == null ? Uni.createFrom().voidItem() : others.revoke(user, token);
    }
}
