package dev.usher.videochat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.usher.Api;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.media.janus.JanusServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

/**
 * The documented errors of joining, all but CONF_WRITE_CHAIN_INVALID, which belongs to calls that are encrypted from
 * end to end, and GROUPCALL_ADD_PARTICIPANTS_FAILED, which needs a media server that fails.
 */
@QuarkusTest
@TestProfile(JanusProfile.class)
class JoinErrorsTest {

    private static final int LIMITED = 1101;

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();
    JanusServer janus;

    private static void assertRefused(Response response, int status, String error) {
        response.then().statusCode(status).contentType("application/json")
                .body("success", equalTo(false))
                .body("error", startsWith(error))
                .body("errorType", equalTo(error));
    }

    private void assertRefused(String id, String params, Map<String, ?> options, int status, String error) {
        assertRefused(VideoChats.join(john, id, params, options), status, error);
    }

    @ParameterizedTest
    @ValueSource(strings = { "5312345678901234567", "0", "-1", "", " 1", "1e3", "abc", "99999999999999999999",
            "9223372036854775808", "507f1f77bcf86cd799439011" })
    void anUnknownIdIsInvalid(String id) {
        assertRefused(id, WebRtcParameters.anyText(), Map.of(), 400, "GROUPCALL_INVALID");
    }

    @Test
    void aCallThatIsOverIsForbidden() {
        String id = VideoChats.start(jane);
        VideoChats.post(jane, "end", id).then().statusCode(200);
        assertRefused(id, WebRtcParameters.anyText(), Map.of(), 403, "GROUPCALL_FORBIDDEN");
    }

    @ParameterizedTest
    @ValueSource(strings = { "-100123", "somebody", "NEWS" })
    void anIdentityOfOthersIsInvalid(String joinAs) {
        assertRefused(VideoChats.start(jane), WebRtcParameters.anyText(), Map.of("joinAs", joinAs), 400,
                "JOIN_AS_PEER_INVALID");
    }

    record Wrong(String what, Consumer<ObjectNode> change) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Wrong> wrongParameters() {
        return Stream.of(
                new Wrong("no ufrag", params -> params.remove("ufrag")),
                new Wrong("short ufrag", params -> params.put("ufrag", "abc")),
                new Wrong("long ufrag", params -> params.put("ufrag", "a".repeat(257))),
                new Wrong("ufrag of other characters", params -> params.put("ufrag", "ab-cd")),
                new Wrong("ufrag that ends the line", params -> params.put("ufrag", "abcd\r\na=x")),
                new Wrong("ufrag that is a number", params -> params.put("ufrag", 12345)),
                new Wrong("short pwd", params -> params.put("pwd", "a".repeat(21))),
                new Wrong("pwd that ends the line", params -> params.put("pwd", "a".repeat(22) + "\n")),
                new Wrong("no fingerprints", params -> params.remove("fingerprints")),
                new Wrong("empty fingerprints", params -> params.putArray("fingerprints")),
                new Wrong("unknown hash", fingerprint("hash", "md5")),
                new Wrong("hash that ends the line", fingerprint("hash", "sha-256\r\na=x")),
                new Wrong("fingerprint of another length", fingerprint("fingerprint", "AB:CD")),
                new Wrong("fingerprint of other characters", fingerprint("fingerprint", "XY:".repeat(31) + "CD")),
                new Wrong("fingerprint for another hash", fingerprint("hash", "sha-1")),
                new Wrong("setup of both", fingerprint("setup", "actpass")),
                new Wrong("setup that ends the line", fingerprint("setup", "active\n")),
                new Wrong("ssrc that is text", params -> params.put("ssrc", "12")),
                new Wrong("ssrc with a fraction", params -> params.put("ssrc", 1.5)),
                new Wrong("ssrc of 33 bits", params -> params.put("ssrc", 4_294_967_296L)),
                new Wrong("groups that are no array", params -> params.put("ssrc-groups", "FID")),
                new Wrong("group of one", group("FID", List.of(5))),
                new Wrong("group of unknown semantics", group("FEC\r\na=x", List.of(5, 6))),
                new Wrong("group with a zero", group("FID", List.of(0, 6))),
                new Wrong("group with the same twice", group("FID", List.of(6, 6))),
                new Wrong("group with text", group("SIM", List.of("5", "6"))),
                new Wrong("many groups", params -> {
                    for (int i = 0; i < 10; i++) {
                        params.withArray("ssrc-groups").addPOJO(Map.of("semantics", "FID", "sources", List.of(5, 6)));
                    }
                }));
    }

    private static Consumer<ObjectNode> fingerprint(String name, String value) {
        return params -> ((ObjectNode) params.path("fingerprints").path(0)).put(name, value);
    }

    private static Consumer<ObjectNode> group(String semantics, List<?> sources) {
        return params -> params.putArray("ssrc-groups").addPOJO(Map.of("semantics", semantics, "sources", sources));
    }

    @ParameterizedTest
    @MethodSource("wrongParameters")
    void parametersThatCannotBeUsedAreInvalid(Wrong wrong) {
        ObjectNode params = WebRtcParameters.any();
        wrong.change.accept(params);
        String id = VideoChats.start(jane);
        assertRefused(id, params.toString(), Map.of(), 400, "DATA_JSON_INVALID");
        assertThat(janus.participantList(id, "videoroom").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "nonsense", "null", "[]", "{}", "\"{}\"", "{} {}" })
    void textThatIsNoObjectIsInvalid(String params) {
        assertRefused(VideoChats.start(jane), params, Map.of(), 400, "DATA_JSON_INVALID");
    }

    @Test
    void withoutAnSsrcTheErrorIsThatOfADuplicate() {
        String id = VideoChats.start(jane);
        ObjectNode missing = WebRtcParameters.any();
        missing.remove("ssrc");
        assertRefused(id, missing.toString(), Map.of(), 400, "GROUPCALL_SSRC_DUPLICATE_MUCH");
        assertRefused(id, WebRtcParameters.any().put("ssrc", 0).toString(), Map.of(), 400,
                "GROUPCALL_SSRC_DUPLICATE_MUCH");
    }

    @Test
    void anSsrcThatAnotherHasIsADuplicate() {
        String id = VideoChats.start(jane);
        ObjectNode first = WebRtcParameters.any();
        VideoChats.join(jane, id, first.toString()).then().statusCode(200);
        assertRefused(id, first.toString(), Map.of(), 400, "GROUPCALL_SSRC_DUPLICATE_MUCH");
        int video = first.at("/ssrc-groups/0/sources/0").intValue();
        assertRefused(id, WebRtcParameters.any().put("ssrc", video).toString(), Map.of(), 400,
                "GROUPCALL_SSRC_DUPLICATE_MUCH");
        VideoChats.post(jane, "leave", id).then().statusCode(200);
        VideoChats.join(john, id, first.toString()).then().statusCode(200);
    }

    @Test
    void inALiveStreamOthersHaveToBeLet() {
        String id = VideoChats.start(jane, Map.of("isLiveStream", true));
        assertRefused(id, WebRtcParameters.anyText(), Map.of(), 400, "CHAT_ADMIN_REQUIRED");
        assertRefused(id, WebRtcParameters.anyText(), Map.of("inviteHash", invite(id, "listener")), 403,
                "CHAT_WRITE_FORBIDDEN");
        Api.call(as(john), "video-conference.decline", id).then().statusCode(200);
        Api.post(as(john), "video-conference.add-participants", Map.of("callId", id, "users", List.of("john")))
                .then().statusCode(200);
        assertRefused(id, WebRtcParameters.anyText(), Map.of(), 400, "CHAT_ADMIN_REQUIRED");
        VideoChats.joined(john, id, Map.of("inviteHash", invite(id, "speaker")));
        VideoChats.joined(jane, id);
    }

    @Test
    void aViewerWhoIsLetMaySend() {
        String id = VideoChats.start(jane, Map.of("isLiveStream", true));
        RestAssured.given().contentType("application/json").body("[\"" + id + "\"]")
                .post("/mtkruto/user" + john.token() + "/joinLiveStream").then().statusCode(200);
        assertRefused(id, WebRtcParameters.anyText(), Map.of(), 400, "CHAT_ADMIN_REQUIRED");
        VideoChats.post(jane, "edit-participant", id, Map.of("participantId", john.userId(), "muted", false))
                .then().statusCode(200);
        VideoChats.joined(john, id);
    }

    private String invite(String id, String role) {
        return VideoChats.post(jane, "invite", id, Map.of("role", role)).then().statusCode(200)
                .extract().path("inviteHash");
    }

    @Test
    void encryptionFromEndToEndIsRefused() {
        assertRefused(VideoChats.start(jane), WebRtcParameters.anyText(), Map.of("publicKey", "AQID"), 400,
                "PUBLIC_KEY_INVALID");
    }

    @Test
    void anInviteThatIsNoneIsInvalid() {
        assertRefused(VideoChats.start(jane), WebRtcParameters.anyText(), Map.of("inviteHash", "x".repeat(22)), 400,
                "INVITE_HASH_INVALID");
    }

    @Test
    void theFirstMistakeInTheOrderOfTheChecksIsTold() {
        String id = VideoChats.start(jane);
        Map<String, ?> both = Map.of("joinAs", "nobody", "inviteHash", "wrong");
        assertRefused(id, "nonsense", both, 400, "JOIN_AS_PEER_INVALID");
        assertRefused(id, "nonsense", Map.of("inviteHash", "wrong"), 400, "DATA_JSON_INVALID");
        assertRefused(id, WebRtcParameters.any().put("ssrc", 0).toString(), Map.of("inviteHash", "wrong"), 400,
                "GROUPCALL_SSRC_DUPLICATE_MUCH");
    }

    @Test
    void whoJoinsTooOftenHasToWait() {
        String id = VideoChats.start(jane);
        Account limited = Accounts.member(LIMITED);
        VideoChats.join(limited, id, WebRtcParameters.anyText()).then().statusCode(200)
                .header("X-RateLimit-Limit", equalTo("2")).header("X-RateLimit-Remaining", equalTo("1"));
        VideoChats.join(limited, id, "nonsense").then().statusCode(400);
        Response refused = VideoChats.join(limited, id, WebRtcParameters.anyText());
        String seconds = refused.header("Retry-After");
        refused.then().statusCode(429)
                .header("X-RateLimit-Remaining", equalTo("0"))
                .body("success", equalTo(false))
                .body("error", equalTo("FLOOD_WAIT_" + seconds))
                .body("errorType", equalTo("error-too-many-requests"));
        assertThat(Integer.parseInt(seconds)).isBetween(1, 5);
    }

    @Test
    void aJoinThatWasRefusedLeavesNoTrace() {
        String id = VideoChats.start(jane);
        long version = VideoChats.version(jane, id);
        VideoChats.join(john, id, "nonsense").then().statusCode(400);
        VideoChats.join(john, id, WebRtcParameters.anyText(), Map.of("inviteHash", "wrong")).then().statusCode(400);
        VideoChats.participants(jane, id).then().body("total", equalTo(0));
        assertThat(VideoChats.version(jane, id)).isEqualTo(version);
    }

    @Test
    void theRequestIsValidated() {
        String id = VideoChats.start(jane);
        Api.post(as(john), "video-chat.join", Map.of("id", id)).then().statusCode(400)
                .body("errorType", equalTo("invalid-params"));
    }
}
