package dev.usher.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.usher.PositiveDuration;
import dev.usher.PositiveInteger;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How often callers may call. */
@ConfigMapping(prefix = "usher.rate-limit")
public interface RateLimitConfig {

    /** Whether requests are limited at all. Failed logins are, in any case. */
    @WithDefault("true")
    boolean enabled();

    /** What happens to requests while the shared store does not answer. */
    enum WhenStoreFails {
        /** They fail. */
        REFUSE,
        /** Each process counts for itself. */
        LOCAL
    }

    @WithDefault("refuse")
    WhenStoreFails whenStoreFails();

    /** How many users are counted at a time, and how many addresses beside them. */
    @WithDefault("100000")
    @WithConverter(PositiveInteger.class)
    int maxKeys();

    /** Other limits than the built-in ones, by the endpoint's name, for example {@code video-conference.join}. */
    Map<String, Override> endpoints();

    FailedLogins failedLogins();

    /** A limit that replaces a built-in one. */
    interface Override {

        /** How many requests are accepted in a window. */
        Optional<@WithConverter(PositiveInteger.class) Integer> limit();

        Optional<@WithConverter(PositiveDuration.class) Duration> window();
    }

    /** How many failed logins are too many. */
    interface FailedLogins {

        /** Failed logins from one address before it has to wait. */
        @WithDefault("20")
        @WithConverter(PositiveInteger.class)
        int perAddress();

        /** Failed logins of one user name before it has to wait. */
        @WithDefault("10")
        @WithConverter(PositiveInteger.class)
        int perUser();

        /** The time in which failed logins are counted. */
        @WithDefault("1m")
        @WithConverter(PositiveDuration.class)
        Duration window();
    }
}
