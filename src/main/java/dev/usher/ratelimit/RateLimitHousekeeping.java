package dev.usher.ratelimit;

import java.time.Duration;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Gives back the memory of callers who have stopped calling. */
@Singleton
class RateLimitHousekeeping {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @Inject
    Vertx vertx;

    @Inject
    InMemoryRateLimiter limiter;

    private Long timer;

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(INTERVAL.toMillis(), timer -> vertx.executeBlockingAndForget(() -> {
            limiter.sweep();
            return null;
        }));
    }

    void stop(@Observes ShutdownEvent event) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
