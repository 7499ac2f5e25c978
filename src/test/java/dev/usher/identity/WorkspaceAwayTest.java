package dev.usher.identity;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.usher.Api;
import dev.usher.identity.Accounts.Account;
import dev.usher.identity.FakeRocketChat.Mood;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

/** A workspace that fails its users, and no other. */
@QuarkusTest
@TestProfile(RocketChatProfile.class)
class WorkspaceAwayTest {

    private static final String AWAY = "{\"success\":false,\"error\":\"The chat server does not answer, please try "
            + "again\",\"errorType\":\"error-workspace-unavailable\"}";

    FakeRocketChat workspace;

    @BeforeEach
    @AfterEach
    void recoversByItself() {
        workspace.mood = Mood.GOOD;
        Awaitility.await().atMost(RocketChatProfile.BREAKER_DELAY.multipliedBy(4))
                .until(() -> me(workspace.user("general")).statusCode() == 200);
    }

    private static Response me(Account user) {
        return as(user).get("/api/v1/me");
    }

    private static Duration timeOf(Runnable what) {
        long begin = System.nanoTime();
        what.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void assertAway(Response answer) {
        answer.then().statusCode(503).header("Retry-After", "1").contentType("application/json")
                .body(equalTo(AWAY));
    }

    @Test
    void whoIsNotKnownYetWaitsNoLongerThanTheTimeout() {
        Account known = workspace.user("general");
        String callId = Api.start(known, Map.of("roomId", "general"));
        workspace.mood = Mood.SILENT;

        Account unknown = workspace.user("general");
        assertThat(timeOf(() -> assertAway(me(unknown))))
                .isBetween(RocketChatProfile.TIMEOUT.minusMillis(50), RocketChatProfile.TIMEOUT.plusMillis(600));
        assertThat(workspace.requests(unknown, "me")).isEqualTo(1);

        assertThat(timeOf(() -> {
            Api.join(as(known), callId).then().statusCode(200);
            Api.join(asGuest(), callId).then().statusCode(200);
        })).isLessThan(RocketChatProfile.TIMEOUT);
        RestAssured.get("/q/health/ready").then().statusCode(200);
        assertAway(Api.post(as(known), "video-conference.start", Map.of("roomId", "elsewhere")));
    }

    @Test
    void itIsSaidInTheShapeOfEachDialect() {
        workspace.mood = Mood.BROKEN;
        Account user = workspace.user("general");
        assertAway(Api.post(as(user), "video-conference.start", Map.of("roomId", "general")));
        assertAway(Api.post(as(user), "video-chat.start", Map.of("roomId", "general")));
        RestAssured.given().contentType("application/json").body(List.of("general"))
                .post("/mtkruto/user" + user.userId() + ":" + user.token() + "/startVideoChat").then()
                .statusCode(503).header("x-error-type", "rpc").header("Retry-After", matchesPattern("\\d+"))
                .contentType("application/json").body(equalTo("\"WORKSPACE_UNAVAILABLE\""));
        assertThat(RestAssured.get("/q/metrics").asString()).contains("usher_identity_failures_total");
    }

    @ParameterizedTest
    @EnumSource(names = { "BROKEN", "GONE", "BUSY" })
    void whatFailedFastIsTriedOnceMoreUnlessThatMakesItWorse(Mood mood) {
        workspace.mood = mood;
        Account user = workspace.user("general");
        assertAway(me(user));
        assertThat(workspace.requests(user, "me")).isEqualTo(mood == Mood.BUSY ? 1 : 2);
        workspace.mood = Mood.GOOD;
        me(user).then().statusCode(200);
    }

    @Test
    void aWorkspaceThatKeepsFailingIsLeftAloneForAWhile() {
        workspace.mood = Mood.BROKEN;
        for (int i = 0; i < 10; i++) {
            assertAway(me(workspace.user("general")));
        }
        Account late = workspace.user("general");
        assertThat(timeOf(() -> assertAway(me(late)))).isLessThan(Duration.ofMillis(300));
        assertThat(workspace.requests(late, "me")).isZero();
    }

    @Test
    void noTokenIsInTheLog() throws Exception {
        for (Mood mood : Mood.values()) {
            workspace.mood = mood;
            Account user = workspace.user("general");
            me(user);
            RestAssured.given().get("/mtkruto/user" + user.userId() + ":" + user.token() + "/getVideoChat");
            RestAssured.given().get("/mtkruto/" + user.userId() + ":" + user.token());
        }
        Awaitility.await().until(() -> Files.readString(RocketChatProfile.LOG).contains("GET /mtkruto/*** 404"));
        assertThat(Files.readString(RocketChatProfile.LOG)).contains("GET /api/v1/me 503")
                .contains("Rocket.Chat does not answer as it should: ")
                .doesNotContain(FakeRocketChat.SECRET);
    }
}
