package dev.usher.call;

import java.time.Duration;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Lets time do its work on calls of this process that nobody asks for. */
@Singleton
class CallHousekeeping {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Inject
    Vertx vertx;

    @Inject
    CallRegistry registry;

    private Long timer;

    void start(@Observes StartupEvent event) {
        if (registry instanceof InMemoryCallRegistry local) {
            timer = vertx.setPeriodic(INTERVAL.toMillis(), timer -> vertx.executeBlockingAndForget(() -> {
                local.expire();
                return null;
            }));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
