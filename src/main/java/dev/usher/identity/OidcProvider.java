package dev.usher.identity;

import org.jboss.logging.Logger;

import dev.usher.identity.OidcVerifier.UnknownKeyException;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** An OpenID Connect provider as the source of users. It is asked for no more than its keys. */
@Singleton
class OidcProvider {

    private static final Logger LOG = Logger.getLogger(OidcProvider.class);

    private final OidcKeys keys;
    private final OidcVerifier verifier;
    private final OidcClaims claims;

    @Inject
    OidcProvider(OidcConfig config, Vertx vertx, MeterRegistry meters) {
        String issuer = config.url().orElseThrow();
        OidcHttp http = new OidcHttp(vertx, issuer, config.timeout(), OidcKeys.AWAY_PAUSE, meters);
        this.keys = new OidcKeys(http::keys, config.keyLifetime());
        this.verifier = new OidcVerifier(issuer, config.audience().orElse(null));
        this.claims = new OidcClaims(config);
        if (config.audience().isEmpty()) {
            LOG.warnf("%s is not set: tokens that %s has made for any other application are taken too",
                    OidcConfig.AUDIENCE_KEY, issuer);
        }
    }

    /** Whose token it is. Fails with {@link UnauthorizedException} or {@link IdentityAwayException}. */
    Uni<User> user(String token) {
        return Uni.createFrom().item(token).invoke(OidcVerifier::requireShape)
                .flatMap(wellFormed -> keys.current())
                .map(known -> verifier.verify(token, known))
                .onFailure(UnknownKeyException.class).recoverWithUni(() -> keys.newer()
                        .map(known -> verifier.verify(token, known)))
                .onFailure(UnknownKeyException.class).transform(unknown -> new UnauthorizedException())
                .map(said -> claims.user(said.getClaimsMap()));
    }
}
