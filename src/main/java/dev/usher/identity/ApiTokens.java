package dev.usher.identity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Long-lived tokens of back ends, from a file of lines {@code username:base64(SHA-256(token))[:role,role]}. A name of
 * the users file makes the token that user's, with the roles added; another name makes a user without a password.
 */
@Startup
@Singleton
class ApiTokens {

    private static final Pattern SHA256 = Pattern.compile("[A-Za-z0-9+/]{43}=");

    private final Map<String, User> byHash = new HashMap<>();

    @Inject
    ApiTokens(IdentityConfig config, LocalUsers users) {
        config.apiTokensFile().ifPresent(file -> ColonFile.read("usher.identity.api-tokens-file", file)
                .forEach(line -> add(line, users)));
    }

    /** The user to whom the token of that hash belongs. */
    Optional<User> owner(String hash) {
        return Optional.ofNullable(byHash.get(hash));
    }

    private void add(ColonFile.Line line, LocalUsers users) {
        String username = line.field(0);
        if (username.isEmpty()) {
            throw line.problem("has no username");
        }
        if (!SHA256.matcher(line.field(1)).matches()) {
            throw line.problem("has no base64 of a SHA-256");
        }
        User known = users.byUsername(username)
                .orElseGet(() -> new User(UserId.of(username), username, username, Set.of(Roles.USER)));
        Set<String> roles = new HashSet<>(known.roles());
        roles.addAll(line.names(2));
        byHash.put(line.field(1), new User(known.id(), username, known.name(), Set.copyOf(roles)));
    }
}
