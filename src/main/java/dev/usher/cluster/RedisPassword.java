package dev.usher.cluster;

import dev.usher.SecretFile;
import io.quarkus.arc.Unremovable;
import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Gives the connections to Redis the password that Usher's own settings name. */
@Unremovable
@Singleton
class RedisPassword implements RedisOptionsCustomizer {

    private final StoreConfig config;

    @Inject
    RedisPassword(StoreConfig config) {
        this.config = config;
    }

    @Override
    public void customize(String clientName, RedisOptions options) {
        SecretFile.resolve("usher.store.redis.password", config.redisPassword(), config.redisPasswordFile())
                .ifPresent(options::setPassword);
    }
}
