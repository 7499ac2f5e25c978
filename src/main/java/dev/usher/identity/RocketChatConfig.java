package dev.usher.identity;

import java.time.Duration;
import java.util.Optional;

import dev.usher.PositiveDuration;
import dev.usher.PositiveInteger;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** The workspace that knows the users, where {@code usher.identity.source} is {@code rocketchat}. */
@ConfigMapping(prefix = "usher.identity.rocketchat")
public interface RocketChatConfig {

    String URL_KEY = "usher.identity.rocketchat.url";

    /** The workspace's address, such as https://chat.example.org. */
    Optional<String> url();

    /** How long a check may take, the retry included. */
    @WithDefault("2s")
    @WithConverter(PositiveDuration.class)
    Duration timeout();

    /** How long it is believed who a user is, and that a user may enter a room. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration cacheTime();

    /** How long it is believed that credentials are wrong, and that a user may not enter a room. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration negativeCacheTime();

    /** How many answers of each of these four sorts are kept. */
    @WithDefault("10000")
    @WithConverter(PositiveInteger.class)
    int maxCached();

    /** How many checks go on at a time. */
    @WithDefault("50")
    @WithConverter(PositiveInteger.class)
    int maxConcurrent();

    /** How many more wait for their turn; further ones fail at once. */
    @WithDefault("1000")
    @WithConverter(PositiveInteger.class)
    int maxWaiting();

    /** Of how many checks half must fail for the workspace to be left alone for a while. */
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
