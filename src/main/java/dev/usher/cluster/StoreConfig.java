package dev.usher.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.usher.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;

/** Where Usher remembers calls, limits, logins and invites. */
@ConfigMapping(prefix = "usher.store")
public interface StoreConfig {

    String URL_KEY = "usher.store.redis.url";

    /** Where everything is kept. */
    enum Kind {
        /** In this process, for as long as it runs. */
        MEMORY,
        /** In Redis, for all pods together. */
        REDIS
    }

    @WithParentName
    @WithDefault("memory")
    Kind kind();

    /** How long an operation may take; Redis counts as away after that. */
    @WithDefault("500ms")
    @WithConverter(PositiveDuration.class)
    Duration timeout();

    /** How long a pod may be silent before the others clean up after it. */
    @WithDefault("10s")
    @WithConverter(PositiveDuration.class)
    Duration podLease();

    /** Where Redis is, such as redis://redis:6379; several nodes of a cluster with commas between them. */
    @WithName("redis.url")
    Optional<String> redisUrl();

    /** The password, unless it is part of the URL. */
    @WithName("redis.password")
    Optional<String> redisPassword();

    @WithName("redis.password-file")
    Optional<Path> redisPasswordFile();
}
