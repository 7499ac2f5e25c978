package dev.usher.identity;

import java.time.Duration;
import java.util.Optional;

import dev.usher.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** The OpenID Connect provider whose access tokens are taken as {@code Authorization: Bearer}. */
@ConfigMapping(prefix = "usher.identity.oidc")
public interface OidcConfig {

    String URL_KEY = "usher.identity.oidc.url";
    String AUDIENCE_KEY = "usher.identity.oidc.audience";

    /**
     * The issuer to the letter, such as https://id.example.org/realms/chat: what tokens say in {@code iss}, and where
     * {@code /.well-known/openid-configuration} is. Without it no access tokens are looked at.
     */
    Optional<String> url();

    /**
     * What tokens must name in {@code aud}. Without it those are taken too that the provider has made for any other
     * application, which can then act here for its users.
     */
    Optional<String> audience();

    /**
     * The claim that is a user's id, 1 to 255 visible characters of ASCII. Whoever can choose its value can be anybody:
     * let it be none that users change.
     */
    @WithDefault("sub")
    String userIdClaim();

    /** The claim that is the user's name of one word; a token without it has the id instead. */
    @WithDefault("preferred_username")
    String usernameClaim();

    /** The claim that others read; a token without it has the username instead. */
    @WithDefault("name")
    String nameClaim();

    /**
     * The claim that names the user's roles, as an array or as text with spaces between them; slashes lead into claims
     * that are objects, unless a claim has the whole name. See {@link Roles} for those that mean something here:
     * whom the provider calls {@code admin} there is Usher's admin.
     */
    @WithDefault("realm_access/roles")
    String rolesClaim();

    /** How long asking the provider for its keys may take, the retry included. */
    @WithDefault("2s")
    @WithConverter(PositiveDuration.class)
    Duration timeout();

    /** After what time the provider is asked for its keys again; those last known stay if it does not answer. */
    @WithDefault("1h")
    @WithConverter(PositiveDuration.class)
    Duration keyLifetime();
}
