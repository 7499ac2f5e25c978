package dev.usher.call;

import java.time.Duration;

import dev.usher.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** When time ends a participation or a call. */
@ConfigMapping(prefix = "usher.call")
public interface CallConfig {

    /** How long a participant who sends heartbeats stays without one. */
    @WithDefault("90s")
    @WithConverter(PositiveDuration.class)
    Duration participantLease();

    /** How long a call lasts after its last participant left. */
    @WithDefault("5m")
    @WithConverter(PositiveDuration.class)
    Duration emptyTimeout();

    /** How long a direct call rings. */
    @WithDefault("40s")
    @WithConverter(PositiveDuration.class)
    Duration ringTimeout();

    /** How long any call lasts at the most. */
    @WithDefault("24h")
    @WithConverter(PositiveDuration.class)
    Duration maxDuration();
}
