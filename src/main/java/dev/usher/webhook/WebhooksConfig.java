package dev.usher.webhook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.usher.PositiveDuration;
import dev.usher.PositiveInteger;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** The servers that are told what happens. */
@ConfigMapping(prefix = "usher.webhooks")
public interface WebhooksConfig {

    @WithParentName
    Map<String, Settings> byName();

    /** The key of one webhook's setting. */
    static String key(String webhook, String setting) {
        return "usher.webhooks." + webhook + "." + setting;
    }

    /** The settings of one webhook. */
    interface Settings {

        /** Where events are sent. May have secrets in it, so that it is in no log. */
        String url();

        /** What signs: text, or base64 of bytes behind {@value WebhookSignature#ENCODED}. */
        Optional<String> secret();

        Optional<Path> secretFile();

        /** The types of events that are sent; all, if there are none. */
        Optional<Set<String>> events();

        /** How long one attempt may take. */
        @WithDefault("5s")
        @WithConverter(PositiveDuration.class)
        Duration timeout();

        /** How long an event is tried. */
        @WithDefault("15m")
        @WithConverter(PositiveDuration.class)
        Duration retryFor();

        /** How many events wait; beyond that the oldest is dropped. */
        @WithDefault("10000")
        @WithConverter(PositiveInteger.class)
        int maxWaiting();

        /** How many events, of as many calls, are sent at a time. */
        @WithDefault("8")
        @WithConverter(PositiveInteger.class)
        int maxConcurrent();
    }
}
