package dev.usher.conference;

import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.hamcrest.Matchers.equalTo;

/** What time does to calls, with short times; and bounds, with low ones. */
@QuarkusTest
@TestProfile(CallLifetimeTest.Profile.class)
class CallLifetimeTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of(
                    "usher.call.participant-lease", "400ms",
                    "usher.call.empty-timeout", "400ms",
                    "usher.call.ring-timeout", "600ms",
                    "usher.call.max-duration", "5s",
                    "usher.identity.token-lifetime", "2s",
                    "usher.registry.max-participants-per-call", "3",
                    "usher.guests.enabled", "false");
        }
    }

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();

    private void await(String callId, String path, Object expected) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(50))
                .until(() -> expected.equals(Api.info(jane, callId).path(path)));
    }

    @Test
    void whoStopsSendingHeartbeatsLeavesAndTheEmptyCallEnds() {
        String callId = Api.start(jane);
        Api.join(as(john), callId).then().statusCode(200);
        Api.call(as(john), "video-conference.heartbeat", callId).then().statusCode(200);
        await(callId, "users[0].leftReason", "lease-expired");
        await(callId, "status", 3);
        Api.call(as(john), "video-conference.heartbeat", callId).then().statusCode(400)
                .body("error", equalTo("call-ended"));
        Api.join(as(john), callId).then().statusCode(400).body("error", equalTo("call-ended"));
    }

    @Test
    void anUnansweredCallStopsRinging() {
        String callId = Api.start(jane, Map.of("roomId", jane.userId() + john.userId(), "allowRinging", true));
        await(callId, "status", 4);
        Api.info(jane, callId).then().body("ringing", equalTo(false));
    }

    @Test
    void anyCallExpires() {
        String callId = Api.start(jane);
        Api.join(as(john), callId).then().statusCode(200);
        await(callId, "status", 2);
        Api.info(jane, callId).then().body("users[0].leftReason", equalTo("call-ended"));
    }

    @Test
    void aLoginExpires() {
        Response login = Api.post(asGuest(), "login", Map.of("user", "john", "password", Accounts.PASSWORD));
        Account session = new Account(login.path("data.userId"), login.path("data.authToken"));
        as(session).get("/api/v1/me").then().statusCode(200);
        Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(700))
                .until(() -> as(session).get("/api/v1/me").statusCode() == 401);
        Api.post(asGuest(), "login", Map.of("resume", session.token())).then().statusCode(401);
    }

    @Test
    void aFullCallSaysSo() {
        String callId = Api.start(jane);
        for (int i = 0; i < 3; i++) {
            Api.join(as(Accounts.member(i)), callId).then().statusCode(200);
        }
        Api.join(as(john), callId).then().statusCode(400)
                .body(equalTo("{\"success\":false,\"error\":\"call-full\"}"));
    }

    @Test
    void whereGuestsAreDisabledTheyHaveToLogIn() {
        String callId = Api.start(jane, Map.of("roomId", "general", "guests", true));
        Api.join(asGuest(), callId).then().statusCode(401);
        String videoChat = Api.post(as(jane), "video-chat.start", Map.of("roomId", "general")).path("videoChat.id");
        String invite = Api.post(as(jane), "video-chat.invite", Map.of("id", videoChat, "role", "speaker"))
                .then().statusCode(200).extract().path("inviteHash");
        Api.post(asGuest(), "video-chat.join", Map.of("id", videoChat, "params", "{}", "inviteHash", invite))
                .then().statusCode(401);
        Api.get(asGuest("x".repeat(43)), "video-chat.info", Map.of("id", videoChat)).then().statusCode(401);
    }
}
