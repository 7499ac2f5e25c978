package dev.usher.cluster;

import java.net.URI;
import java.util.Set;

import dev.usher.SecretFile;
import io.quarkus.arc.Unremovable;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Checks where Redis is, and gives the connections there their password. What is wrong stops the start with a message
 * that names the key, and not the address, in which there may be a password.
 */
@Unremovable
@Singleton
class RedisSettings implements RedisOptionsCustomizer {

    private static final Set<String> SCHEMES = Set.of("redis", "rediss");
    private static final String SOCKET = "unix";

    private final StoreConfig config;

    @Inject
    RedisSettings(StoreConfig config) {
        this.config = config;
    }

    @Override
    public void customize(String clientName, RedisOptions options) {
        if (!options.getEndpoints().stream().map(URI::create).allMatch(RedisSettings::isAddress)) {
            throw new ConfigurationException("%s: there is something else than addresses such as redis://redis:6379"
                    .formatted(StoreConfig.URL_KEY), Set.of(StoreConfig.URL_KEY));
        }
        SecretFile.resolve("usher.store.redis.password", config.redisPassword(), config.redisPasswordFile())
                .ifPresent(options::setPassword);
    }

    private static boolean isAddress(URI url) {
        return SCHEMES.contains(url.getScheme()) && url.getHost() != null || SOCKET.equals(url.getScheme());
    }
}
