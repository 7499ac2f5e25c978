package dev.usher.media;

import java.time.Duration;

import dev.usher.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** When a connection counts as gone. */
@ConfigMapping(prefix = "usher.media")
public interface MediaConfig {

    /**
     * How long a participant stays who has not connected, whose connection the media server has lost, or from whom
     * no media come while microphone or camera are on.
     */
    @WithDefault("20s")
    @WithConverter(PositiveDuration.class)
    Duration silenceTimeout();
}
