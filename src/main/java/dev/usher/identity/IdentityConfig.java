package dev.usher.identity;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.usher.PositiveDuration;
import dev.usher.PositiveInteger;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Who may log in, and for how long. */
@ConfigMapping(prefix = "usher.identity")
public interface IdentityConfig {

    /** Where users come from. */
    enum Source {
        /** The users file and Usher's own tokens. */
        LOCAL,
        /** A Rocket.Chat workspace, besides those. */
        ROCKETCHAT
    }

    @WithDefault("local")
    Source source();

    /** The password of the user {@code admin}; without one or a file of it, a random one is made and logged once. */
    Optional<String> adminPassword();

    /** A file that holds the admin's password. */
    Optional<Path> adminPasswordFile();

    /** A file of users, in the form of htpasswd with bcrypt, and optionally a name and roles behind it. */
    Optional<Path> usersFile();

    /** A file of long-lived tokens of back ends. */
    Optional<Path> apiTokensFile();

    /** How long a login lasts. */
    @WithDefault("30d")
    @WithConverter(PositiveDuration.class)
    Duration tokenLifetime();

    /** How many logins are remembered; at the bound the oldest goes. */
    @WithDefault("100000")
    @WithConverter(PositiveInteger.class)
    int maxTokens();
}
