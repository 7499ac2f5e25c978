package dev.usher.cluster;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** A pod is ready while its store answers. */
@Readiness
@Singleton
class StoreReadiness implements AsyncHealthCheck {

    private static final String NAME = "store";

    private final Instance<RedisStore> redis;
    private final boolean isLocal;

    @Inject
    StoreReadiness(StoreConfig config, Instance<RedisStore> redis) {
        this.redis = redis;
        this.isLocal = config.kind() == StoreConfig.Kind.MEMORY;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return isLocal ? Uni.createFrom().item(HealthCheckResponse.up(NAME))
                : redis.get().send(Command.PING).replaceWith(HealthCheckResponse.up(NAME))
                        .onFailure().recoverWithItem(HealthCheckResponse.down(NAME));
    }
}
