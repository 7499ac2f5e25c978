package dev.usher.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What every pod does once a second for all of them, where they share a store. */
@Singleton
class StoreHousekeeping {

    private static final Logger LOG = Logger.getLogger(StoreHousekeeping.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final List<Long> timers = new ArrayList<>();
    private volatile boolean stopped;

    @Inject
    StoreConfig config;

    @Inject
    Vertx vertx;

    @Inject
    Instance<RedisCallRegistry> calls;

    @Inject
    Instance<Pods> pods;

    @Inject
    Instance<DeadPods> deadPods;

    void start(@Observes StartupEvent event) {
        if (config.kind() == StoreConfig.Kind.REDIS) {
            pods.get().start();
            List.<Supplier<Uni<Void>>>of(calls.get()::lookAfterCalls, deadPods.get()::look, pods.get()::beat)
                    .forEach(this::everySecond);
        }
    }

    /** One after the other, however long each takes. */
    private void everySecond(Supplier<Uni<Void>> work) {
        AtomicBoolean working = new AtomicBoolean();
        timers.add(vertx.setPeriodic(INTERVAL.toMillis(), tick -> {
            if (working.compareAndSet(false, true)) {
                Uni.createFrom().deferred(work::get)
                        .onTermination().invoke(() -> working.set(false))
                        .subscribe().with(done -> { }, this::failed);
            }
        }));
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        timers.forEach(vertx::cancelTimer);
    }

    private void failed(Throwable failure) {
        if (!stopped && !(failure instanceof StoreAwayException)) {
            LOG.error("Housekeeping failed", failure);
        }
    }
}
