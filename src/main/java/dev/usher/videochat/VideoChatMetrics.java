package dev.usher.videochat;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.usher.call.CallException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Counts and times joins of video chats. */
@Singleton
class VideoChatMetrics {

    private final MeterRegistry meters;
    private final Timer timer;
    private final Map<String, Counter> joins = new ConcurrentHashMap<>();

    @Inject
    VideoChatMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.timer = Timer.builder("usher.video.chat.join")
                .description("How long joining a video chat takes, the media server included")
                .serviceLevelObjectives(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(25),
                        Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(5))
                .register(meters);
    }

    void joined(long startNanos, Throwable failure) {
        timer.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
        joins.computeIfAbsent(outcome(failure), outcome -> Counter.builder("usher.video.chat.joins")
                .description("Joins of video chats by outcome")
                .tag("outcome", outcome)
                .register(meters)).increment();
    }

    private static String outcome(Throwable failure) {
        return failure == null ? "joined"
                : failure instanceof CallException refusal ? words(refusal.reason())
                        : failure instanceof VideoChatException refusal ? words(refusal.reason()) : "error";
    }

    private static String words(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
