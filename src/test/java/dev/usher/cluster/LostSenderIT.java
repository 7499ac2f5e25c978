package dev.usher.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.Metrics;
import dev.usher.identity.Accounts;
import dev.usher.webhook.WebhookReceiver;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;

/** The pod that sends the events of webhooks goes: another goes on with all that waits. */
@Tag("replicas")
class LostSenderIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int CALLS = 20;
    private static final int JOINS = 10;

    private final WebhookReceiver receiver = new WebhookReceiver();
    private TwoPods pods;

    private void start(String lease) {
        Map<String, String> settings = new HashMap<>(receiver.start());
        settings.put("usher.store.pod-lease", lease);
        pods = new TwoPods(settings);
    }

    @AfterEach
    void stop() {
        if (pods != null) {
            pods.close();
        }
        receiver.stop();
    }

    private static double sent(UsherProcess pod) {
        return Metrics.of(pod.port(), "usher_webhook_deliveries_total{outcome=\"delivered\",webhook=\"all\"}");
    }

    private void join(String callId, int member) {
        Api.join(as(Accounts.member(member)).port(pods.get(member % 2).port()), callId).then().statusCode(200);
    }

    /** Both pods make changes; the one that sends goes while the receiver is away. */
    private void goes(Consumer<UsherProcess> how, Duration within) {
        List<String> calls = new ArrayList<>();
        List<String> expected = new ArrayList<>(List.of("call-started"));
        for (int i = 0; i < CALLS; i++) {
            calls.add(TwoPods.startCall(pods.get(i % 2).port()));
        }
        int member = 0;
        for (int i = 0; i < JOINS; i++) {
            for (String callId : calls) {
                join(callId, member++);
            }
            expected.add("participant-joined");
        }
        calls.forEach(callId -> receiver.awaitTypes(SOON, callId, expected));
        assertThat(pods.all()).as("one pod sends").filteredOn(pod -> sent(pod) > 0).hasSize(1);
        UsherProcess sender = pods.all().stream().filter(pod -> sent(pod) > 0).findAny().orElseThrow();
        UsherProcess other = pods.all().stream().filter(pod -> pod != sender).findAny().orElseThrow();
        calls.forEach(callId -> assertThat(receiver.attempts(WebhookReceiver.ALL, callId)).hasSameSizeAs(expected));

        receiver.close();
        for (String callId : calls) {
            join(callId, member++);
        }
        expected.add("participant-joined");
        how.accept(sender);
        receiver.open();
        for (String callId : calls) {
            Api.call(as(Accounts.jane()).port(other.port()), "video-conference.end", callId).then().statusCode(200);
        }
        for (int i = 0; i < JOINS + 1; i++) {
            expected.add("participant-left");
        }
        expected.add("call-ended");
        calls.forEach(callId -> receiver.awaitTypes(within, callId, expected));
    }

    @Test
    void whatWaitedAtOneThatIsKilledArrives() {
        start("2s");
        goes(UsherProcess::kill, SOON);
    }

    @Test
    void oneThatIsStoppedHandsOverAtOnce() {
        start("1m");
        goes(sender -> {
            sender.terminate();
            sender.awaitEnd();
            assertThat(sender.log()).contains("events are left to other processes").doesNotContain("ERROR");
        }, SOON);
    }
}
