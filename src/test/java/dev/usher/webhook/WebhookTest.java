package dev.usher.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.usher.Api;
import dev.usher.Metrics;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.webhook.WebhookReceiver.Attempt;
import dev.usher.webhook.WebhookReceiver.Mood;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;

/** A server that is told what happens, by a real connection. */
@QuarkusTest
@TestProfile(WebhookTest.Profile.class)
@Tag("packaged")
@Tag("slow")
class WebhookTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of("usher.webhooks.all.timeout", "1s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(WebhookReceiver.class));
        }
    }

    private static final Duration SOON = Duration.ofSeconds(10);

    WebhookReceiver receiver;

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();

    @AfterEach
    void letItTakeWhatWaits() {
        receiver.be(Mood.GOOD);
    }

    /** What is counted, all over Usher. */
    double counted(String nameAndLabels) {
        return Metrics.of(RestAssured.port, nameAndLabels);
    }

    /** A call in which everything happens that can happen in a conference. */
    private String lively() {
        String callId = Api.start(jane);
        Api.join(as(jane), callId).then().statusCode(200);
        Api.join(as(john), callId, Map.of("mic", true, "cam", false)).then().statusCode(200);
        Api.post(as(john), "video-conference.state", Map.of("callId", callId, "state", Map.of("cam", true)))
                .then().statusCode(200);
        Api.post(as(jane), "video-conference.rename", Map.of("callId", callId, "title", "T\u00eate-\u00e0-t\u00eate"))
                .then().statusCode(200);
        Api.call(as(john), "video-conference.leave", callId).then().statusCode(200);
        Api.call(as(jane), "video-conference.end", callId).then().statusCode(200);
        return callId;
    }

    private static final List<String> LIVELY = List.of("call-started", "participant-joined", "participant-joined",
            "participant-state", "call-renamed", "participant-left", "participant-left", "call-ended");

    @Test
    void everyEventArrivesOnceInOrderAndSigned() {
        String callId = lively();
        receiver.awaitTypes(SOON, callId, LIVELY);
        assertThat(receiver.attempts(WebhookReceiver.ALL, callId)).hasSameSizeAs(LIVELY)
                .extracting(Attempt::id).doesNotHaveDuplicates().noneMatch(id -> id.contains("."));
        List<Attempt> taken = receiver.taken(WebhookReceiver.ALL, callId);
        assertThat(taken.get(2).body().at("/participant/username").asText()).isEqualTo("john");
        assertThat(taken.get(4).body().at("/call/title").asText()).isEqualTo("T\u00eate-\u00e0-t\u00eate");
        assertThat(taken.get(6).body().path("reason").asText()).isEqualTo("call-ended");
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(receiver.types(WebhookReceiver.SOME, callId))
                .containsExactly("call-started", "call-ended"));
    }

    @Test
    void whatHappensWhileItIsAwayArrivesWhenItIsBack() throws Exception {
        String before = Api.start(jane);
        receiver.awaitTypes(SOON, before, LIVELY.subList(0, 1));
        receiver.close();
        List<String> calls;
        try {
            Api.call(as(jane), "video-conference.end", before).then().statusCode(200);
            calls = IntStream.range(0, 20).mapToObj(i -> lively()).toList();
            Thread.sleep(3000);
            assertThat(counted("usher_webhook_waiting{webhook=\"all\"}")).isEqualTo(20 * LIVELY.size() + 1);
        } finally {
            receiver.open();
        }
        receiver.awaitTypes(SOON, before, List.of("call-started", "call-ended"));
        calls.forEach(callId -> receiver.awaitTypes(SOON, callId, LIVELY));
        Awaitility.await().atMost(SOON).until(() -> counted("usher_webhook_waiting{webhook=\"all\"}") == 0);
        assertThat(counted("usher_webhook_dropped_total{webhook=\"all\"}")).isZero();
    }

    @Test
    void joinsAreAnsweredWhileItHangs() {
        double before = counted("usher_webhook_deliveries_total{outcome=\"failed\",webhook=\"all\"}");
        receiver.be(Mood.SILENT);
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            calls.add(lively());
        }
        Awaitility.await().atMost(SOON).until(() ->
                counted("usher_webhook_deliveries_total{outcome=\"failed\",webhook=\"all\"}") >= before + 3);
        calls.add(lively());
        calls.forEach(callId -> assertThat(receiver.taken(WebhookReceiver.ALL, callId)).isEmpty());
        receiver.be(Mood.GOOD);
        calls.forEach(callId -> receiver.awaitTypes(SOON, callId, LIVELY));
    }

    @ParameterizedTest
    @EnumSource(names = { "BROKEN", "REDIRECTING", "ENDLESS" })
    void whatIsNotTakenIsSentAgainAndHoldsBackItsCall(Mood mood) {
        receiver.be(mood);
        String callId = lively();
        Awaitility.await().atMost(SOON).until(() -> receiver.attempts(WebhookReceiver.ALL, callId).size() >= 3);
        receiver.be(Mood.GOOD);
        receiver.awaitTypes(SOON, callId, LIVELY);
        List<Attempt> refused = receiver.attempts(WebhookReceiver.ALL, callId).stream()
                .filter(attempt -> !attempt.isTaken()).toList();
        assertThat(refused).extracting(Attempt::type).containsOnly("call-started");
        assertThat(refused).extracting(Attempt::id)
                .containsOnly(receiver.taken(WebhookReceiver.ALL, callId).get(0).id());
        assertThat(Duration.between(refused.get(0).at(), refused.get(1).at())).isGreaterThan(Duration.ofMillis(300));
        assertThat(Duration.between(refused.get(1).at(), refused.get(2).at())).isGreaterThan(Duration.ofMillis(700));
    }

    @Test
    void itIsLeftAloneForAsLongAsItWants() {
        receiver.be(Mood.PAUSING);
        String callId = Api.start(jane);
        Awaitility.await().atMost(SOON).until(() -> receiver.attempts(WebhookReceiver.ALL, callId).size() == 1);
        receiver.be(Mood.GOOD);
        receiver.awaitTypes(SOON, callId, LIVELY.subList(0, 1));
        List<Attempt> both = receiver.attempts(WebhookReceiver.ALL, callId);
        assertThat(both).hasSize(2);
        assertThat(Duration.between(both.get(0).at(), both.get(1).at())).isGreaterThan(Duration.ofMillis(2900));
    }

    @Test
    void whatNobodyTakesIsGivenUpAndCounted() {
        String dropped = "usher_webhook_dropped_total{webhook=\"nowhere\"}";
        double before = counted(dropped);
        Stream.generate(this::lively).limit(5).toList();
        Awaitility.await().atMost(SOON).until(() -> counted(dropped) >= before + 5);
        Awaitility.await().atMost(SOON).until(() -> counted("usher_webhook_waiting{webhook=\"nowhere\"}") == 0);
        assertThat(counted("usher_webhook_deliveries_total{outcome=\"failed\",webhook=\"nowhere\"}")).isPositive();
        assertThat(counted("usher_webhook_deliveries_total{outcome=\"delivered\",webhook=\"nowhere\"}")).isZero();
    }
}
