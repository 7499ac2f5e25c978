package dev.usher.media.janus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.usher.PositiveDuration;
import dev.usher.PositiveInteger;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Where Janus is, and how much it is asked at a time. */
@ConfigMapping(prefix = "usher.media.janus")
public interface JanusConfig {

    String URL_KEY = "usher.media.janus.url";

    /** The address of the HTTP API, such as http://127.0.0.1:8088/janus. */
    Optional<String> url();

    /** The {@code api_secret} of janus.jcfg. */
    Optional<String> apiSecret();

    Optional<Path> apiSecretFile();

    /** The {@code admin_key} of the plugins VideoRoom and AudioBridge. */
    Optional<String> adminKey();

    Optional<Path> adminKeyFile();

    /** How long a join, or anything else, may take at Janus. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration timeout();

    /** How often Janus is asked whether it is still there. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration keepalive();

    /** How many joins and subscriptions go on at a time. */
    @WithDefault("32")
    @WithConverter(PositiveInteger.class)
    int maxConcurrent();

    /** How many more wait for their turn; further ones fail at once. */
    @WithDefault("1000")
    @WithConverter(PositiveInteger.class)
    int maxWaiting();

    /** How many publishers a room takes. */
    @WithDefault("10000")
    @WithConverter(PositiveInteger.class)
    int maxPublishers();

    /** Of how many operations half must fail for Janus to be left alone for a while. */
    @WithName("breaker.requests")
    @WithDefault("20")
    @WithConverter(PositiveInteger.class)
    int breakerRequests();

    /** For how long. */
    @WithName("breaker.delay")
    @WithDefault("1s")
    @WithConverter(PositiveDuration.class)
    Duration breakerDelay();
}
