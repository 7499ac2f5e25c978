package dev.usher.call;

import java.time.Duration;

import dev.usher.PositiveDuration;
import dev.usher.PositiveInteger;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Bounds of what the registry remembers. */
@ConfigMapping(prefix = "usher.registry")
public interface RegistryConfig {

    /** How many calls are kept; those that are over make room, the longest over first. */
    @WithDefault("100000")
    @WithConverter(PositiveInteger.class)
    int maxCalls();

    /** How many entries one call may have, those who left included. */
    @WithDefault("10000")
    @WithConverter(PositiveInteger.class)
    int maxParticipantsPerCall();

    /** How long a call that is over can still be seen. */
    @WithDefault("24h")
    @WithConverter(PositiveDuration.class)
    Duration retention();
}
