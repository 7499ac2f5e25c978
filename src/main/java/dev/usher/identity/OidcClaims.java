package dev.usher.identity;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.usher.call.Person;

/** Finds the user in what a token says. */
final class OidcClaims {

    private static final Logger LOG = Logger.getLogger(OidcClaims.class);

    private static final Pattern ID = Pattern.compile("[!-~]{1,255}");

    private final OidcConfig config;

    OidcClaims(OidcConfig config) {
        this.config = config;
    }

    /** Fails with {@link UnauthorizedException} if the claims make no user. */
    User user(Map<String, Object> claims) {
        String id = text(claims, config.userIdClaim(), "");
        if (!ID.matcher(id).matches() || id.startsWith(Person.Guest.PREFIX)) {
            LOG.warnf("The identity provider's token has no usable id in its claim '%s'", config.userIdClaim());
            throw new UnauthorizedException();
        }
        String username = text(claims, config.usernameClaim(), id);
        return new User(id, username, text(claims, config.nameClaim(), username), roles(claims));
    }

    private static String text(Map<String, Object> claims, String name, String otherwise) {
        return claims.get(name) instanceof String text && !text.isBlank() ? text : otherwise;
    }

    private Set<String> roles(Map<String, Object> claims) {
        Object named = claims.containsKey(config.rolesClaim()) ? claims.get(config.rolesClaim())
                : at(claims, config.rolesClaim().split("/"));
        Stream<?> roles = named instanceof Collection<?> several ? several.stream()
                : named instanceof String text ? Stream.of(text.split(" ")) : Stream.empty();
        return roles.filter(String.class::isInstance).map(String.class::cast)
                .filter(role -> !role.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    private static Object at(Object claims, String[] path) {
        Object found = claims;
        for (String name : path) {
            found = found instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return found;
    }
}
