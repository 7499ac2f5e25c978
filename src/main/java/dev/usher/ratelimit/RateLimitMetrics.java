package dev.usher.ratelimit;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Counts refusals. */
@Singleton
class RateLimitMetrics {

    @Inject
    MeterRegistry meters;

    void refused(Limit limit) {
        meters.counter("usher.rate.limited", "endpoint", limit.endpoint()).increment();
    }
}
