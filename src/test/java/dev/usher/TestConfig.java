package dev.usher;

import java.time.Duration;
import java.util.Map;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The configuration of tests that need no server. */
public final class TestConfig {

    private static final int QUARKUS_PRIORITY = 200;

    private TestConfig() {
    }

    /** A mapping with its defaults, but for the given values. */
    public static <T> T of(Class<T> mapping, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, QUARKUS_PRIORITY, new DurationConverter())
                .withMapping(mapping)
                .withMappingIgnore("usher.**")
                .withDefaultValues(values)
                .build()
                .getConfigMapping(mapping);
    }
}
