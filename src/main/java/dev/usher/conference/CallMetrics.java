package dev.usher.conference;

import dev.usher.call.CallRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Shows how much is going on. */
@Startup
@Singleton
class CallMetrics {

    @Inject
    CallMetrics(MeterRegistry meters, CallRegistry calls) {
        Gauge.builder("usher.calls.open", () -> calls.census().openCalls())
                .description("Calls that are not over").register(meters);
        Gauge.builder("usher.participants", () -> calls.census().participants())
                .description("Participants present in calls").register(meters);
    }
}
