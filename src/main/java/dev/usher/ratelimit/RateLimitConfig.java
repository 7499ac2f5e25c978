package dev.usher.ratelimit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** How often callers may call. */
@ConfigMapping(prefix = "usher.rate-limit")
public interface RateLimitConfig {

    /** Whether requests are limited at all. Failed logins are, in any case. */
    @WithDefault("true")
    boolean enabled();

    /** How many users are counted at a time, and how many addresses beside them. */
    @WithDefault("100000")
    @Min(1)
    int maxKeys();

    /** Other limits than the built-in ones, by the endpoint's name, for example {@code video-conference.join}. */
    Map<String, Override> endpoints();

    FailedLogins failedLogins();

    /** A limit that replaces a built-in one. */
    interface Override {

        /** How many requests are accepted in a window. */
        Optional<@Min(1) Integer> limit();

        Optional<Duration> window();
    }

    /** How many failed logins are too many. */
    interface FailedLogins {

        /** Failed logins from one address before it has to wait. */
        @WithDefault("20")
        @Min(1)
        int perAddress();

        /** Failed logins of one user name before it has to wait. */
        @WithDefault("10")
        @Min(1)
        int perUser();

        /** The time in which failed logins are counted. */
        @WithDefault("1m")
        Duration window();
    }
}
