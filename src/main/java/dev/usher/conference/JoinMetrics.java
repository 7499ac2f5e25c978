package dev.usher.conference;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.provider.ProviderException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Counts and times joins. */
@Singleton
class JoinMetrics {

    private static final String NO_PROVIDER = "none";
    private static final String JOINED = "joined";

    private final MeterRegistry meters;
    private final Timer timer;
    private final Map<Outcome, Counter> joins = new ConcurrentHashMap<>();

    private record Outcome(String provider, String outcome) {
    }

    @Inject
    JoinMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.timer = Timer.builder("usher.join")
                .description("How long joining a conference takes inside Usher")
                .serviceLevelObjectives(Duration.ofNanos(100_000), Duration.ofNanos(250_000), Duration.ofNanos(500_000),
                        Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25), Duration.ofMillis(100),
                        Duration.ofMillis(500), Duration.ofSeconds(2))
                .register(meters);
    }

    Measurement begin() {
        return new Measurement();
    }

    /** One join. */
    final class Measurement {
        private final long start = System.nanoTime();
        private String provider = NO_PROVIDER;

        void at(Call call) {
            provider = call.providerName();
        }

        void end(Object joined, Throwable failure) {
            count(provider, failure == null ? JOINED : outcome(failure));
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private void count(String provider, String outcome) {
        joins.computeIfAbsent(new Outcome(provider, outcome), key -> Counter.builder("usher.joins")
                .description("Joins of conferences by provider and outcome")
                .tags("provider", key.provider, "outcome", key.outcome)
                .register(meters)).increment();
    }

    private static String outcome(Throwable failure) {
        if (failure instanceof CallException refusal) {
            return words(refusal.reason());
        }
        return failure instanceof ProviderException refusal ? "provider-" + words(refusal.reason()) : "error";
    }

    private static String words(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
