package dev.usher.api.rocketchat;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

import static dev.usher.Api.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

@QuarkusTest
@TestProfile(UsherProfile.class)
class RequestValidationTest {

    private static final String UNKNOWN_CALL = "{\"success\":false,\"error\":\"invalid-params\"}";

    private static ValidatableResponse post(String endpoint, String body) {
        return as(Accounts.jane()).contentType(ContentType.JSON).body(body)
                .post("/api/v1/video-conference." + endpoint).then();
    }

    private static void assertInvalid(ValidatableResponse response, String message) {
        response.statusCode(400).contentType("application/json").body(equalTo(
                "{\"success\":false,\"error\":\"" + message + " [invalid-params]\",\"errorType\":\"invalid-params\"}"));
    }

    /** Bodies of join, and what the documented validator says of them; null where it has nothing to say. */
    static Stream<Arguments> joins() {
        String missing = "must have required property 'callId'";
        String additional = "must NOT have additional properties";
        String string = "must be string";
        String object = "must be object";
        String bool = "must be boolean";
        String noName = "must NOT have fewer than 1 characters";
        String longName = "must NOT have more than 64 characters";
        String control = "must NOT have control characters";
        return Stream.of(
                arguments("{}", missing),
                arguments("{\"foo\":1}", missing),
                arguments("{\"state\":{\"mic\":true}}", missing),
                arguments("[]", object),
                arguments("{\"callId\":\"\"}", null),
                arguments("{\"callId\":null}", string),
                arguments("{\"callId\":123}", string),
                arguments("{\"callId\":true}", string),
                arguments("{\"callId\":{}}", string),
                arguments("{\"callId\":[\"a\"]}", string),
                arguments("{\"callId\":\"a\",\"foo\":1}", additional),
                arguments("{\"callId\":1,\"foo\":1}", additional),
                arguments("{\"callId\":\"a\",\"state\":{\"foo\":1}}", additional),
                arguments("{\"callId\":\"a\",\"state\":null}", null),
                arguments("{\"callId\":\"a\",\"state\":{}}", null),
                arguments("{\"callId\":\"a\",\"state\":\"\"}", object),
                arguments("{\"callId\":\"a\",\"state\":\"abc\"}", object),
                arguments("{\"callId\":\"a\",\"state\":5}", object),
                arguments("{\"callId\":\"a\",\"state\":[]}", object),
                arguments("{\"callId\":\"a\",\"state\":{\"mic\":true,\"cam\":false}}", null),
                // the two texts that are accepted since the documented example sends them
                arguments("{\"callId\":\"a\",\"state\":{\"mic\":\"true\"}}", null),
                arguments("{\"callId\":\"a\",\"state\":{\"cam\":\"false\"}}", null),
                arguments("{\"callId\":\"a\",\"state\":{\"mic\":1}}", bool),
                arguments("{\"callId\":\"a\",\"state\":{\"mic\":0}}", bool),
                arguments("{\"callId\":\"a\",\"state\":{\"mic\":\"\"}}", bool),
                arguments("{\"callId\":\"a\",\"state\":{\"mic\":null}}", null),
                arguments("{\"callId\":\"a\",\"state\":{\"mic\":\"yes\"}}", bool),
                arguments("{\"callId\":\"a\",\"state\":{\"mic\":\"1\"}}", bool),
                arguments("{\"callId\":\"a\",\"state\":{\"mic\":2}}", bool),
                arguments("{\"callId\":\"a\",\"state\":{\"cam\":{}}}", bool),
                arguments("{\"callId\":\"a\",\"state\":{\"cam\":[true]}}", bool),
                // the name of a guest, which is Usher's own
                arguments("{\"callId\":\"a\",\"name\":null}", null),
                arguments("{\"callId\":\"a\",\"name\":5}", string),
                arguments("{\"callId\":\"a\",\"name\":\"\"}", noName),
                arguments("{\"callId\":\"a\",\"name\":\" \\u00a0\\t\\u2003 \"}", noName),
                arguments("{\"callId\":\"a\",\"name\":\"\\u200b\\ufeff\"}", noName),
                arguments("{\"callId\":\"a\",\"name\":\" " + "\uD83D\uDE80".repeat(64) + " \"}", null),
                arguments("{\"callId\":\"a\",\"name\":\"" + "x".repeat(65) + "\"}", longName),
                arguments("{\"callId\":\"a\",\"name\":\"" + " ".repeat(15_000) + "x\"}", null),
                arguments("{\"callId\":\"a\",\"name\":\"\uD83D\uDC69\u200D\uD83D\uDE80 \u05D0\u05D1 O'Neil\"}", null),
                arguments("{\"callId\":\"a\",\"name\":\"a\\nb\"}", control),
                arguments("{\"callId\":\"a\",\"name\":\"a\\u0000\"}", control),
                arguments("{\"callId\":\"a\",\"name\":\"a\\u0085b\"}", control),
                arguments("{\"callId\":\"a\",\"name\":\"a\\u2028b\"}", control),
                arguments("{\"callId\":\"a\",\"name\":\"a\\u202eb\"}", control),
                arguments("{\"callId\":\"a\",\"name\":\"a\\ud83d\"}", control));
    }

    @ParameterizedTest
    @MethodSource("joins")
    void joinIsValidatedAsDocumented(String body, String message) {
        if (message == null) {
            post("join", body).statusCode(400).body(equalTo(UNKNOWN_CALL));
        } else {
            assertInvalid(post("join", body), message);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "start | {} | must have required property 'roomId'",
            "start | {\"roomId\":5} | must be string",
            "start | {\"roomId\":\"r\",\"title\":5} | must be string",
            "start | {\"roomId\":\"r\",\"allowRinging\":1} | must be boolean",
            "start | {\"roomId\":\"r\",\"guests\":\"no\"} | must be boolean",
            "start | {\"roomId\":\"r\",\"room\":\"r\"} | must NOT have additional properties",
            "cancel | {} | must have required property 'callId'",
            "cancel | {\"callId\":\"a\",\"b\":1} | must NOT have additional properties",
            "leave | {} | must have required property 'callId'",
            "heartbeat | {\"callId\":1} | must be string",
            "decline | [] | must be object",
            "end | {\"id\":\"a\"} | must have required property 'callId'",
            "rename | {\"callId\":\"a\"} | must have required property 'title'",
            "rename | {\"callId\":\"a\",\"title\":null} | must be string",
            "add-participants | {\"callId\":\"a\"} | must have required property 'users'",
            "add-participants | {\"callId\":\"a\",\"users\":\"b\"} | must be array",
            "add-participants | {\"callId\":\"a\",\"users\":[1]} | must be string",
            "state | {\"callId\":\"a\"} | must have required property 'state'",
            "state | {\"callId\":\"a\",\"state\":null} | must be object",
            "state | {\"callId\":\"a\",\"state\":{\"mic\":3}} | must be boolean" })
    void otherBodiesAreValidatedInTheSameWords(String endpoint, String body, String message) {
        assertInvalid(post(endpoint, body), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "info | | must have required property 'callId'",
            "info | callId=a&x=1 | must NOT have additional properties",
            "info | callId=a&callId=b | must be string",
            "list | | must have required property 'roomId'",
            "list | roomId=a&roomId=b | must be string",
            "list | roomId=a&sort=x | must NOT have additional properties",
            "list | roomId=a&offset=abc | must be number",
            "list | roomId=a&count=0x10 | must be number",
            "list | roomId=a&count=NaN | must be number" })
    void queriesAreValidated(String endpoint, String query, String message) {
        assertInvalid(as(Accounts.jane())
                .get("/api/v1/video-conference." + endpoint + (query == null ? "" : "?" + query)).then(), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "{", "{\"callId\":\"a\"", "{\"callId\":\"a\"}}", "{\"callId\":\"a\"} x", "nope",
            "{'callId':'a'}", "{\"callId\":\"\u0001\"}" })
    void malformedJsonIsSaidToBeThat(String body) {
        post("join", body).statusCode(400).contentType("application/json").body(equalTo(
                "{\"success\":false,\"error\":\"The request body is not valid JSON\",\"errorType\":\"invalid-json\"}"));
    }

    @Test
    void textThatIsNotUtf8IsMalformed() {
        as(Accounts.jane()).contentType(ContentType.JSON)
                .body(new byte[] { '{', '"', (byte) 0xc3, '"', ':', '1', '}' })
                .post("/api/v1/video-conference.join").then().statusCode(400).body("success", equalTo(false));
    }

    @Test
    void anEmptyBodyIsAnEmptyObject() {
        assertInvalid(as(Accounts.jane()).contentType(ContentType.JSON).post("/api/v1/video-conference.join").then(),
                "must have required property 'callId'");
    }

    @ParameterizedTest
    @CsvSource({ "text/plain", "application/x-www-form-urlencoded", "application/xml", "multipart/form-data",
            "application/jsonp" })
    void otherContentTypesAreRefused(String contentType) throws Exception {
        RawHttp.Answer answer = RawHttp.post("/api/v1/video-conference.join", contentType,
                "{\"callId\":\"a\"}", Map.of("X-User-Id", Accounts.jane().userId(),
                        "X-Auth-Token", Accounts.jane().token()));
        answer.assertError(415, "The content type must be application/json");
    }

    @Test
    void aContentTypeThatIsNoneIsABadRequest() throws Exception {
        RawHttp.post("/api/v1/video-conference.join", "nonsense", "{\"callId\":\"a\"}", Map.of(
                "X-User-Id", Accounts.jane().userId(), "X-Auth-Token", Accounts.jane().token()))
                .assertError(400, "Bad request");
    }

    @Test
    void jsonWithACharsetIsJson() {
        as(Accounts.jane()).header("Content-Type", "application/json; charset=utf-8")
                .body("{\"callId\":\"a\"}").post("/api/v1/video-conference.join")
                .then().statusCode(400).body(equalTo(UNKNOWN_CALL));
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        String tooLarge = "{\"callId\":\"" + "a".repeat(16 * 1024) + "\"}";
        post("join", tooLarge).statusCode(413).contentType("application/json")
                .body("success", equalTo(false)).body("error", equalTo("The request body is too large"));
        String large = "{\"callId\":\"" + "a".repeat(16 * 1024 - 13) + "\"}";
        post("join", large).statusCode(400).body(equalTo(UNKNOWN_CALL));
    }

    @Test
    void aBodyOfUnknownLengthOverTheLimitIsRefused() throws Exception {
        RawHttp.Answer answer = RawHttp.postChunked("/api/v1/video-conference.join", 20, 1024,
                Map.of("X-User-Id", Accounts.jane().userId(), "X-Auth-Token", Accounts.jane().token()));
        answer.assertError(413, "The request body is too large");
    }

    @ParameterizedTest
    @CsvSource({ "GET, /api/v1/nothing, 404", "POST, /api/v1/video-conference.joined, 404", "GET, /nothing, 404",
            "GET, /api/v1/video-conference.join, 405", "DELETE, /api/v1/video-conference.join, 405",
            "POST, /api/v1/video-conference.info, 405", "PUT, /api/v1/login, 405" })
    void unknownPathsAndWrongMethodsAreSaidInJson(String method, String path, int status) {
        as(Accounts.jane()).request(method, path).then().statusCode(status).contentType("application/json")
                .body("success", equalTo(false)).body("error", notNullValue());
    }

    @Test
    void answersAreKeptByNoCache() {
        Api.get(as(Accounts.jane()), "video-conference.providers", Map.of()).then()
                .header("Content-Type", equalTo("application/json"))
                .header("Cache-Control", equalTo("no-store"))
                .header("Pragma", equalTo("no-cache"));
    }
}
