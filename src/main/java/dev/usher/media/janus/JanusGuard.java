package dev.usher.media.janus;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

import dev.usher.media.MediaException;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.util.TypeLiteral;

/**
 * Stands between Usher and Janus: a bound on what goes on at a time, a timeout, and a circuit breaker, which what
 * Janus refuses does not count for. Nothing is retried here.
 */
final class JanusGuard {

    private final TypedGuard<Uni<JsonObject>> guard;
    private final Duration timeout;

    JanusGuard(JanusConfig config) {
        this.timeout = config.timeout();
        this.guard = TypedGuard.create(new UniOfJson())
                .withDescription("Janus")
                .withBulkhead().limit(config.maxConcurrent()).queueSize(config.maxWaiting()).done()
                .withTimeout().duration(timeout.toMillis(), ChronoUnit.MILLIS).done()
                .withCircuitBreaker().requestVolumeThreshold(config.breakerRequests())
                .delay(config.breakerDelay().toMillis(), ChronoUnit.MILLIS).skipOn(JanusRefusal.class).done()
                .build();
    }

    /** What the operation gives. Fails with {@link MediaException}. */
    Uni<JsonObject> call(Supplier<Uni<JsonObject>> operation) {
        return Uni.createFrom().deferred(() -> guard.get(operation))
                .onFailure().transform(JanusGuard::said);
    }

    private static MediaException said(Throwable failure) {
        if (failure instanceof MediaException already) {
            return already;
        }
        return new MediaException(
                failure instanceof JanusRefusal ? failure.getMessage()
                        : failure instanceof BulkheadException ? "Too much is going on at Janus"
                                : failure instanceof CircuitBreakerOpenException ? "Janus is failing"
                                        : "Janus did not answer",
                failure);
    }

    private static final class UniOfJson extends TypeLiteral<Uni<JsonObject>> {
    }
}
