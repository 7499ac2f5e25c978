package dev.usher.api.mtkruto;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.usher.Api;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.videochat.JanusProfile;
import dev.usher.videochat.WebRtcParameters;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;

import static org.assertj.core.api.Assertions.assertThat;

/** The HTTP protocol of MTKruto's server, to the letter. */
@QuarkusTest
@TestProfile(JanusProfile.class)
class MtkrutoTest {

    private static final int LIMITED = 1102;

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();

    private static String path(Account user, String method) {
        return "/mtkruto/user" + user.token() + "/" + method;
    }

    private static Response call(Account user, String method, Object... arguments) {
        return RestAssured.given().contentType("application/json").body(new ArrayList<>(List.of(arguments)))
                .post(path(user, method));
    }

    private static Response get(Account user, String method, String query) {
        return RestAssured.given().urlEncodingEnabled(false).get(path(user, method) + "?" + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A result, as the official clients check it: 200, and exactly this content type. */
    private static JsonNode result(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        assertThat(response.header("x-error-type")).isNull();
        return WebRtcParameters.parse(response.asString());
    }

    private static void assertError(Response response, int status, String type, String message) {
        assertThat(response.asString()).isEqualTo(message == null ? "null" : "\"" + message + "\"");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.header("x-error-type")).isEqualTo(type);
        assertThat(response.header("Content-Type")).isEqualTo("application/json");
    }

    private String start() {
        return result(call(jane, "startVideoChat", Api.anyRoom())).path("id").asText();
    }

    @Test
    void joinReturnsAStringWhoseContentIsJson() {
        String id = start();
        JsonNode result = result(call(john, "joinVideoChat", id, WebRtcParameters.anyText(),
                Map.of("joinAs", "me", "audio", true, "video", false)));
        assertThat(result.isTextual()).isTrue();
        assertThat(WebRtcParameters.parse(result.asText()).at("/transport/candidates/0/ip").asText())
                .isEqualTo("127.0.0.1");
        assertThat(Api.info(jane, id).jsonPath().getBoolean("users[0].state.cam")).isFalse();
        assertThat(result(call(john, "leaveVideoChat", id)).isNull()).isTrue();
        assertThat(result(call(jane, "getVideoChat", id)).path("participantCount").asInt()).isZero();
    }

    @Test
    void optionsMayBeLeftOutOrEmpty() {
        String id = start();
        result(call(john, "joinVideoChat", id, WebRtcParameters.anyText()));
        result(call(jane, "joinVideoChat", id, WebRtcParameters.anyText(), Map.of()));
        assertThat(Api.info(jane, id).jsonPath().getList("users.state.cam")).containsExactly(true, true);
    }

    @Test
    void theSameByGet() {
        String id = start();
        JsonNode result = result(get(john, "joinVideoChat", encoded(quoted(id)) + "&"
                + encoded(quoted(WebRtcParameters.anyText())) + "&audio=false&joinAs=" + encoded(quoted("news"))));
        assertThat(WebRtcParameters.parse(result.asText()).path("transport").isObject()).isTrue();
        assertThat(Api.info(jane, id).jsonPath().getBoolean("users[0].state.mic")).isFalse();
        assertThat(Api.info(jane, id).jsonPath().getString("users[0]._id")).isEqualTo("news");
        assertThat(result(get(john, "leaveVideoChat", encoded(quoted(id)))).isNull()).isTrue();
        assertThat(result(get(john, "getVideoChat", encoded(quoted(id)) + "=")).path("type").asText())
                .isEqualTo("active");
        assertError(get(john, "getVideoChat", "nonsense"), 400, "input", "The query is not valid JSON");
        assertError(get(john, "joinVideoChat", "audio=true&audio=true"), 400, "input",
                "The parameter audio is given twice");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Test
    void videoChatsAreShownAsMtkrutoKnowsThem() {
        JsonNode active = result(call(jane, "startVideoChat", -100777, Map.of("title", "Weekly", "liveStream", true)));
        assertThat(active.path("type").asText()).isEqualTo("active");
        assertThat(active.path("title").asText()).isEqualTo("Weekly");
        assertThat(active.path("liveStream").asBoolean()).isTrue();
        assertThat(active.path("isLiveStream").asBoolean()).isTrue();
        assertThat(active.path("recording").asBoolean()).isFalse();
        assertThat(active.path("participantCount").asInt()).isZero();
        Instant at = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3600);
        JsonNode scheduled = result(call(jane, "scheduleVideoChat", "room",
                Map.of("_", "date", "value", at.toString())));
        assertThat(scheduled.path("type").asText()).isEqualTo("scheduled");
        assertThat(scheduled.path("scheduledFor").path("_").asText()).isEqualTo("date");
        assertThat(Instant.parse(scheduled.path("scheduledFor").path("value").asText())).isEqualTo(at);
        assertThat(result(call(jane, "scheduleVideoChat", "room", at.getEpochSecond())).path("type").asText())
                .isEqualTo("scheduled");
        String id = active.path("id").asText();
        Api.post(Api.as(jane), "video-chat.end", Map.of("id", id)).then().statusCode(200);
        JsonNode ended = result(call(jane, "getVideoChat", id));
        assertThat(ended.path("type").asText()).isEqualTo("ended");
        assertThat(ended.path("duration").isIntegralNumber()).isTrue();
    }

    @Test
    void viewersOfALiveStreamSendNothing() {
        String id = result(call(jane, "startVideoChat", "room", Map.of("isLiveStream", true))).path("id").asText();
        assertThat(result(call(john, "joinLiveStream", id)).isNull()).isTrue();
        assertThat(result(call(jane, "getVideoChat", id)).path("participantCount").asInt()).isEqualTo(1);
        assertError(call(john, "joinVideoChat", id, WebRtcParameters.anyText()), 400, "rpc", "CHAT_ADMIN_REQUIRED");
        assertError(call(john, "joinLiveStream", start()), 400, "rpc", "DATA_JSON_INVALID");
    }

    @Test
    void refusalsAreErrorsOfTheRemoteMethod() {
        String id = start();
        assertError(call(john, "joinVideoChat", id, "nonsense"), 400, "rpc", "DATA_JSON_INVALID");
        Api.post(Api.as(jane), "video-chat.end", Map.of("id", id)).then().statusCode(200);
        assertError(call(john, "joinVideoChat", id, WebRtcParameters.anyText()), 403, "rpc", "GROUPCALL_FORBIDDEN");
        assertError(call(jane, "scheduleVideoChat", "room", 5), 400, "rpc", "SCHEDULE_DATE_INVALID");
    }

    @Test
    void mistakesAreErrorsOfTheInput() {
        assertError(call(john, "joinVideoChat", "5312345678901234567", WebRtcParameters.anyText()), 400, "input",
                "Video chat not found.");
        assertError(call(john, "joinVideoChat", "abc", WebRtcParameters.anyText()), 400, "input",
                "Video chat not found.");
        assertError(call(john, "joinVideoChat"), 400, "input", "id must be an ID");
        assertError(call(john, "joinVideoChat", start(), Map.of()), 400, "input", "params_ must be a string");
        assertError(call(john, "joinVideoChat", start(), "{}", 5), 400, "input", "The options must be an object");
        assertError(call(john, "joinVideoChat", start(), "{}", Map.of("audio", "perhaps")), 400, "input",
                "The options are wrong: must be boolean");
        assertError(call(jane, "scheduleVideoChat", "room", "soon"), 400, "input", "startAt must be a time");
    }

    @ParameterizedTest
    @ValueSource(strings = { "getMe", "sendMessage", "getLiveStreamChannels", "JOINVIDEOCHAT", "other", "%20" })
    void otherMethodsAreInvalid(String method) {
        assertError(RestAssured.given().urlEncodingEnabled(false).contentType("application/json").body("[]")
                .post(path(john, method)), 400, "input", "Invalid method");
        assertError(RestAssured.given().urlEncodingEnabled(false).get(path(john, method)), 400, "input",
                "Invalid method");
    }

    @Test
    void botsAndStrangersMayNothing() {
        assertError(RestAssured.given().contentType("application/json").body("[]")
                .post("/mtkruto/bot123:abc/joinVideoChat"), 400, "input", "joinVideoChat: not a user client.");
        assertError(RestAssured.given().contentType("application/json").body("[]")
                .post("/mtkruto/userwrong/getVideoChat"), 400, "input", "Invalid client ID");
        assertError(RestAssured.given().get("/mtkruto/nobody/getVideoChat"), 400, "input", "Invalid client ID");
    }

    @Test
    void otherPathsAndVerbsAreRefused() {
        for (String path : List.of("/mtkruto/user1", "/mtkruto/user1/a/b", "/mtkruto/",
                "/mtkruto/user1/getVideoChat/")) {
            assertError(RestAssured.given().get(path), 404, null, "Not found");
            RestAssured.given().get(path).then().header("Cache-Control", "no-store");
        }
        for (String verb : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
            assertError(RestAssured.given().request(verb, path(john, "joinVideoChat")), 403, null,
                    "Method not allowed");
        }
    }

    @Test
    void bodiesMustBeArrays() {
        String expected = "The request body must be an array of arguments";
        for (String body : List.of("{}", "5", "\"x\"", "null")) {
            assertError(RestAssured.given().contentType("application/json").body(body)
                    .post(path(john, "getVideoChat")), 400, "input", expected);
        }
        for (String body : List.of("[1,", "", "[1] 2")) {
            assertError(RestAssured.given().contentType("application/json").body(body)
                    .post(path(john, "getVideoChat")), 400, "input", "The request body is not valid JSON");
        }
        assertError(RestAssured.given().contentType("text/plain").body("[]")
                .post(path(john, "getVideoChat")), 400, "input", "The content type must be application/json");
        assertError(RestAssured.given().contentType("application/json").body("[\"" + "x".repeat(70_000) + "\"]")
                .post(path(john, "getVideoChat")), 413, null, "The request body is too large");
        result(RestAssured.given().contentType("application/json; charset=UTF-8").body("[\"" + start() + "\"]")
                .post(path(john, "getVideoChat")));
    }

    @Test
    void theLimitIsSharedWithRest() {
        String id = start();
        Account limited = Accounts.member(LIMITED);
        result(call(limited, "joinVideoChat", id, WebRtcParameters.anyText()));
        Api.post(Api.as(limited), "video-chat.join", Map.of("id", id, "params", WebRtcParameters.anyText()))
                .then().statusCode(200);
        Response refused = call(limited, "joinVideoChat", id, WebRtcParameters.anyText());
        assertError(refused, 420, "rpc", "FLOOD_WAIT_" + refused.header("Retry-After"));
        assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    }
}
