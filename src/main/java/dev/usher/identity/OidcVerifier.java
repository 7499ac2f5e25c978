package dev.usher.identity;

import java.util.List;

import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Believes access tokens that the provider has signed for us and that are valid now. All else is an
 * {@link UnauthorizedException} that does not say why, since what the library says has the token in it. Where it fails
 * otherwise than it promises, as for headers of the wrong type, that is a refusal too.
 */
final class OidcVerifier {

    private static final Logger LOG = Logger.getLogger(OidcVerifier.class);

    private static final int CLOCK_SKEW_SECONDS = 30;

    /** None by which who can check a signature could make one too. */
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256, AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512, AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384, AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512);

    private final String issuer;
    private final String audience;

    /** @param audience null if any will do */
    OidcVerifier(String issuer, String audience) {
        this.issuer = issuer;
        this.audience = audience;
    }

    /** The token is signed with none of the keys, and may be right nevertheless. */
    static final class UnknownKeyException extends RuntimeException {
        UnknownKeyException() {
            super(null, null, false, false);
        }
    }

    /** Refuses what no key could make right. */
    static void requireShape(String token) {
        try {
            JsonWebSignature signed = new JsonWebSignature();
            signed.setCompactSerialization(token);
            ALGORITHMS.checkConstraint(signed.getAlgorithmHeaderValue());
        } catch (JoseException | RuntimeException malformed) {
            throw refusal(malformed.getClass().getSimpleName());
        }
    }

    /** What the token says. Fails with {@link UnknownKeyException} too. */
    JwtClaims verify(String token, List<JsonWebKey> keys) {
        JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(keys);
        resolver.setDisambiguateWithVerifySignature(true);
        JwtConsumerBuilder consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(resolver)
                .setJwsAlgorithmConstraints(ALGORITHMS)
                .setExpectedIssuer(issuer)
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS);
        if (audience == null) {
            consumer.setSkipDefaultAudienceValidation();
        } else {
            consumer.setExpectedAudience(audience);
        }
        try {
            return consumer.build().processToClaims(token);
        } catch (InvalidJwtException refused) {
            if (refused.getCause() instanceof UnresolvableKeyException) {
                throw new UnknownKeyException();
            }
            throw refusal("error codes of jose4j "
                    + refused.getErrorDetails().stream().map(ErrorCodeValidator.Error::getErrorCode).toList());
        } catch (RuntimeException oddHeader) {
            throw refusal(oddHeader.getClass().getSimpleName());
        }
    }

    private static UnauthorizedException refusal(String reason) {
        LOG.debugf("An access token is refused: %s", reason);
        return new UnauthorizedException();
    }
}
