package dev.usher.provider;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

import dev.usher.provider.ProviderException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * Stands between Usher and one remote provider, so that a broken one fails soon and harms no other: a timeout over
 * all, a retry of what failed fast, a circuit breaker, and a bound on concurrent calls. Each provider has its own.
 */
final class RemoteGuard {

    private static final int CONCURRENT_CALLS = 50;
    private static final int RETRIES = 2;
    private static final int BREAKER_WINDOW = 20;
    private static final Duration BREAKER_DELAY = Duration.ofSeconds(5);

    private final Duration timeout;
    private final TypedGuard<Uni<String>> guard;
    private final Counter failures;
    private volatile boolean up = true;

    RemoteGuard(String provider, Duration timeout, MeterRegistry meters) {
        this.timeout = timeout;
        this.failures = meters.counter("usher.provider.failures", "provider", provider);
        this.guard = TypedGuard.create(new UniOfString())
                .withDescription("provider " + provider)
                .withBulkhead().limit(CONCURRENT_CALLS).queueSize(CONCURRENT_CALLS).done()
                .withTimeout().duration(timeout.toMillis(), ChronoUnit.MILLIS).done()
                .withCircuitBreaker().requestVolumeThreshold(BREAKER_WINDOW)
                .delay(BREAKER_DELAY.toMillis(), ChronoUnit.MILLIS).done()
                .withRetry().maxRetries(RETRIES).delay(100, ChronoUnit.MILLIS).jitter(50, ChronoUnit.MILLIS)
                .abortOn(TimeoutException.class).done()
                .build();
    }

    /** What the provider answers. Fails with {@link ProviderException} FAILED, within the timeout. */
    Uni<String> call(Supplier<Uni<String>> remote) {
        return Uni.createFrom().deferred(() -> guard.get(remote))
                .ifNoItem().after(timeout).fail()
                .onItem().invoke(() -> up = true)
                .onFailure().invoke(() -> {
                    up = false;
                    failures.increment();
                })
                .onFailure().transform(cause -> new ProviderException(Reason.FAILED, cause));
    }

    /** Whether the latest call went well. */
    boolean isUp() {
        return up;
    }

    private static final class UniOfString extends jakarta.enterprise.util.TypeLiteral<Uni<String>> {
    }
}
