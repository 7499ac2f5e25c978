package dev.usher.identity;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.usher.UsherProfile;

/** Usher beside a workspace, with short times, and with a log of all that it says. */
public class RocketChatProfile extends UsherProfile {

    static final Duration TIMEOUT = Duration.ofMillis(700);
    static final Duration CACHE_TIME = Duration.ofSeconds(3);
    static final Duration NEGATIVE_CACHE_TIME = Duration.ofSeconds(1);
    static final Duration BREAKER_DELAY = Duration.ofSeconds(1);
    /** Where the tests of the packaged application log to, whatever they are told. */
    static final Path LOG = Path.of("target", "quarkus.log");

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "usher.identity.rocketchat.timeout", TIMEOUT.toMillis() + "ms",
                "usher.identity.rocketchat.cache-time", CACHE_TIME.toSeconds() + "s",
                "usher.identity.rocketchat.negative-cache-time", NEGATIVE_CACHE_TIME.toSeconds() + "s",
                "usher.identity.rocketchat.breaker.requests", "10",
                "usher.identity.rocketchat.breaker.delay", BREAKER_DELAY.toSeconds() + "s",
                "quarkus.http.access-log.enabled", "true",
                "quarkus.log.category.\"dev.usher\".level", "DEBUG",
                "quarkus.log.file.enabled", "true",
                "quarkus.log.file.path", LOG.toAbsolutePath().toString());
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(FakeRocketChat.class));
    }
}
