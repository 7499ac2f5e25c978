package dev.usher;

import java.time.Duration;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.configuration.DurationConverter;

/** Converts durations of a millisecond and more; anything else stops the start with a message that names the key. */
public class PositiveDuration implements Converter<Duration> {

    @Override
    public Duration convert(String text) {
        Duration value = new DurationConverter().convert(text);
        if (value == null || value.toMillis() < 1) {
            throw new IllegalArgumentException("'%s' is not a time of at least a millisecond".formatted(text));
        }
        return value;
    }
}
