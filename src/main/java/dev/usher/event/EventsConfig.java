package dev.usher.event;

import java.time.Duration;

import dev.usher.PositiveDuration;
import dev.usher.PositiveInteger;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Bounds of looking on. */
@ConfigMapping(prefix = "usher.events")
public interface EventsConfig {

    /** How many events of a call are kept for those who read slowly or come back. */
    @WithDefault("1000")
    @WithConverter(PositiveInteger.class)
    int history();

    /** How many streams are open at a time in this process. */
    @WithDefault("10000")
    @WithConverter(PositiveInteger.class)
    int maxListeners();

    /** How often something is sent where nothing happens. */
    @WithDefault("15s")
    @WithConverter(PositiveDuration.class)
    Duration heartbeat();

    /** How long a reader may take nothing of what there is before its stream ends. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration stallTimeout();

    /** How long a stream lasts; then its reader has to show again that it may look on. */
    @WithDefault("1h")
    @WithConverter(PositiveDuration.class)
    Duration maxDuration();
}
