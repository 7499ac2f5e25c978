package dev.usher.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.Ports;
import dev.usher.UsherProfile;
import dev.usher.cluster.UsherProcess;
import dev.usher.identity.Accounts;
import dev.usher.webhook.WebhookReceiver.Mood;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;

/** A process that ends, asked by SIGTERM, while events wait. */
class WebhookStopIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final WebhookReceiver receiver = new WebhookReceiver();
    private UsherProcess usher;

    @BeforeEach
    void start() {
        Map<String, String> settings = new HashMap<>(new UsherProfile().getConfigOverrides());
        settings.putAll(receiver.start());
        usher = new UsherProcess(settings, Ports.free()).start().awaitReady();
    }

    @AfterEach
    void stop() {
        usher.close();
        receiver.stop();
    }

    private List<String> calls(int count) {
        return Stream.generate(() -> Api.post(as(Accounts.jane()).port(usher.port()), "video-conference.start",
                Map.of("roomId", Api.anyRoom())).<String>path("data.callId")).limit(count).toList();
    }

    @Test
    void whatWaitsIsTriedOnceMore() {
        receiver.be(Mood.PAUSING);
        List<String> calls = calls(20);
        Awaitility.await().atMost(SOON).until(() -> calls.stream()
                .anyMatch(callId -> !receiver.attempts(WebhookReceiver.ALL, callId).isEmpty()));
        receiver.be(Mood.GOOD);
        usher.terminate();
        usher.awaitEnd();
        calls.forEach(callId -> assertThat(receiver.types(WebhookReceiver.ALL, callId)).containsExactly("call-started"));
        assertThat(usher.log()).doesNotContain("lost").doesNotContain("ERROR").doesNotContain("Exception");
    }

    @Test
    void whatIsNotTakenThenIsToldToBeLost() {
        receiver.be(Mood.SILENT);
        calls(20);
        usher.terminate();
        usher.awaitEnd();
        assertThat(usher.log()).contains("The webhook all: 20 events are lost").doesNotContain("ERROR");
    }
}
