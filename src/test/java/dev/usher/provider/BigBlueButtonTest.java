package dev.usher.provider;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.provider.FakeBigBlueButton.Mood;
import dev.usher.provider.FakeBigBlueButton.Received;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
@TestProfile(BigBlueButtonTest.Profile.class)
class BigBlueButtonTest {

    private static final Duration TIMEOUT = Duration.ofMillis(700);

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of(
                    "usher.providers.bbb.kind", "bigbluebutton",
                    "usher.providers.bbb.register-hook", "true",
                    "usher.provider.timeout", TIMEOUT.toMillis() + "ms",
                    "usher.public-url", "https://usher.example.org/",
                    "usher.site-url", "https://chat.example.org");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeBigBlueButton.class));
        }
    }

    private final Account jane = Accounts.jane();
    FakeBigBlueButton server;

    @BeforeEach
    void cheerUp() {
        server.mood = Mood.GOOD;
    }

    private static Response start(Account creator) {
        return Api.post(as(creator), "video-conference.start", Map.of("roomId", "general", "title", "A & Ö+title"));
    }

    private Received received(String method, String callId) {
        return Awaitility.await().until(() -> server.received.stream()
                .filter(call -> call.method().equals(method))
                .filter(call -> call.parameters().get("meetingID").equals(callId))
                .findFirst().orElse(null), call -> call != null);
    }

    private static void assertSigned(String url) {
        assertThat(FakeBigBlueButton.isSigned("join", URI.create(url).getRawQuery())).isTrue();
    }

    @Test
    void theMeetingIsCreatedAndPeopleEnterBySignedUrls() {
        String callId = start(jane).then().statusCode(200).body("data.providerName", equalTo("bbb"))
                .extract().path("data.callId");
        Map<String, String> created = received("create", callId).parameters();
        assertThat(created).containsEntry("name", "A & Ö+title").containsEntry("guestPolicy", "ALWAYS_ACCEPT");

        String url = Api.join(as(jane), callId).then().statusCode(200).extract().path("url");
        assertSigned(url);
        assertThat(FakeBigBlueButton.parameters(URI.create(url).getRawQuery()))
                .containsEntry("fullName", "Jane Doe")
                .containsEntry("password", created.get("moderatorPW"))
                .containsEntry("avatarURL", "https://chat.example.org/avatar/jane");

        String guestUrl = Api.join(asGuest(), callId).then().statusCode(200).extract().path("url");
        assertSigned(guestUrl);
        assertThat(FakeBigBlueButton.parameters(URI.create(guestUrl).getRawQuery()))
                .containsEntry("fullName", "Guest").containsEntry("password", created.get("attendeePW"));

        assertThat(Api.info(jane, callId).<String>path("url")).endsWith("/bigbluebutton/" + callId);
    }

    @Test
    void theServerTellsWhenAMeetingHasEndedAndNobodyElseCan() {
        String callId = start(jane).path("data.callId");
        String callback = received("hooks/create", callId).parameters().get("callbackURL");
        assertThat(callback).startsWith("https://usher.example.org/api/v1/bigbluebutton.hook/bbb/" + callId + "?key=");
        String path = callback.substring("https://usher.example.org".length());

        hook(path.replace("key=", "key=0"), "meeting-ended").then().statusCode(404);
        hook(path.replace(callId, "0123456789abcdef01234567"), "meeting-ended").then().statusCode(404);
        hook(path.substring(0, path.indexOf('?')), "meeting-ended").then().statusCode(404);
        hook(path, "user-joined").then().statusCode(204);
        Api.info(jane, callId).then().body("status", equalTo(1));

        hook(path, "meeting-ended").then().statusCode(204);
        Api.info(jane, callId).then().body("status", equalTo(3));
        hook(path, "meeting-ended").then().statusCode(204);
        RestAssured.given().formParam("event", "{").post(path).then().statusCode(400).body("success", equalTo(false));
    }

    private static Response hook(String path, String event) {
        return RestAssured.given().formParam("timestamp", "1").formParam("event",
                "[{\"data\":{\"type\":\"event\",\"id\":\"" + event + "\",\"attributes\":{}}}]").post(path);
    }

    @Test
    void aServerThatRefusesOrFailsIsSaidInTheDialectsWords() {
        for (Mood mood : List.of(Mood.REFUSING, Mood.BROKEN)) {
            server.mood = mood;
            start(jane).then().statusCode(400)
                    .body(equalTo("{\"success\":false,\"error\":\"failed-to-get-url\"}"));
        }
        assertThat(RestAssured.get("/q/metrics").asString())
                .contains("usher_provider_failures_total{provider=\"bbb\"}");
    }

    @Test
    void aServerThatSaysNothingHoldsNobodyLongerThanTheTimeout() {
        String callId = start(jane).path("data.callId");
        server.mood = Mood.SILENT;
        long begin = System.nanoTime();
        start(jane).then().statusCode(400).body("error", equalTo("failed-to-get-url"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(TIMEOUT, TIMEOUT.multipliedBy(4));
        Api.join(as(jane), callId).then().statusCode(200);
    }
}
