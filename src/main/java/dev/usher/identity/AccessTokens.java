package dev.usher.identity;

import java.util.Optional;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Access tokens of an OpenID Connect provider. Where none is configured they mean nothing. */
@Startup
@Singleton
public class AccessTokens {

    private static final String SCHEME = "Bearer";

    private final OidcProvider provider;

    @Inject
    AccessTokens(OidcConfig config, Instance<OidcProvider> provider) {
        this.provider = config.url().isPresent() ? provider.get() : null;
    }

    boolean areTaken() {
        return provider != null;
    }

    /** The token of an Authorization header, right or wrong; empty if there is none, or if it means nothing. */
    public Optional<String> in(String authorization) {
        if (!areTaken() || authorization == null) {
            return Optional.empty();
        }
        int end = authorization.indexOf(' ');
        String scheme = end < 0 ? authorization : authorization.substring(0, end);
        return scheme.equalsIgnoreCase(SCHEME)
                ? Optional.of(authorization.substring(scheme.length()).strip())
                : Optional.empty();
    }

    /**
     * The user whose token it is, one of Usher's own. Fails with {@link UnauthorizedException} if it is not valid, and
     * with {@link IdentityAwayException} if that cannot be found out.
     */
    public Uni<User> check(String token) {
        return provider.user(token);
    }
}
