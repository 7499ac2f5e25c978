package dev.usher.identity;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.usher.UsherProfile;

/** Usher with a provider of access tokens, and with a log of all that it and the library say. */
public class OidcProfile extends UsherProfile {

    static final Duration TIMEOUT = Duration.ofSeconds(4);
    /** Where the tests of the packaged application log to, whatever they are told. */
    static final Path LOG = Path.of("target", "quarkus.log");

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "usher.identity.oidc.timeout", TIMEOUT.toSeconds() + "s",
                "quarkus.http.access-log.enabled", "true",
                "quarkus.log.category.\"dev.usher\".level", "DEBUG",
                "quarkus.log.category.\"org.jose4j\".level", "DEBUG",
                "quarkus.log.file.enabled", "true",
                "quarkus.log.file.path", LOG.toAbsolutePath().toString());
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(FakeOidcProvider.class));
    }
}
