package dev.usher.videochat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

/** Guests in video chats, over REST, with a real Janus and clients that never connect. */
@QuarkusTest
@TestProfile(JanusProfile.class)
class GuestsTest {

    private static final String UNKNOWN = "5312345678901234567";

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();
    JanusServer janus;

    private String speaker(String id) {
        return VideoChats.invite(jane, id, Map.of("role", "speaker"));
    }

    private String listener(String id) {
        return VideoChats.invite(jane, id, Map.of("role", "listener"));
    }

    private static Response join(String id, Map<String, ?> options) {
        return VideoChats.join(asGuest(), id, WebRtcParameters.anyText(), options);
    }

    private static Response joinAgain(String token, String id, Map<String, ?> options) {
        return VideoChats.join(asGuest(token), id, WebRtcParameters.anyText(), options);
    }

    private static void assertRefused(Response response, int status, String error) {
        response.then().statusCode(status).contentType("application/json")
                .body("success", equalTo(false))
                .body("error", startsWith(error))
                .body("errorType", equalTo(error));
    }

    private void assertOnly(String id, boolean muted, boolean canSelfUnmute) {
        VideoChats.participants(jane, id).then().body("participants", hasSize(1))
                .body("participants[0].muted", equalTo(muted))
                .body("participants[0].canSelfUnmute", equalTo(canSelfUnmute));
    }

    @Test
    void anInviteLetsAGuestIn() {
        String id = VideoChats.start(jane);
        join(id, Map.of("inviteHash", speaker(id))).then().statusCode(200)
                .body("params", startsWith("{\"transport\":"))
                .body("guestToken", matchesPattern("[A-Za-z0-9_-]{43}"))
                .body("success", equalTo(true));
        VideoChats.join(john, id, WebRtcParameters.anyText()).then().body("guestToken", nullValue());
        VideoChats.participants(jane, id).then().body("participants", hasSize(2))
                .body("participants[0].id", startsWith("guest:"))
                .body("participants[0].name", equalTo("Guest"))
                .body("participants[0].username", nullValue())
                .body("participants[0].muted", equalTo(false))
                .body("participants[0].source", notNullValue())
                .body("participants[0].video.endpoint", notNullValue())
                .body("participants[0].self", equalTo(false));
        assertThat(janus.participantList(id, "videoroom")).hasSize(2);
        Api.info(jane, id).then().body("users.username", contains("john")).body("anonymousUsers", equalTo(1));
    }

    @Test
    void withoutAnInviteThereIsNoCall() {
        String id = VideoChats.start(jane, Map.of("roomId", "general"));
        String elsewhere = speaker(VideoChats.start(jane));
        for (String call : List.of(id, UNKNOWN)) {
            assertRefused(join(call, Map.of()), 400, "GROUPCALL_INVALID");
            assertRefused(join(call, Map.of("inviteHash", "")), 400, "GROUPCALL_INVALID");
            assertRefused(join(call, Map.of("inviteHash", "x".repeat(22))), 400, "GROUPCALL_INVALID");
            assertRefused(join(call, Map.of("inviteHash", elsewhere)), 400, "GROUPCALL_INVALID");
            assertRefused(join(call, Map.of("joinAs", "news")), 400, "GROUPCALL_INVALID");
        }
        assertRefused(VideoChats.join(asGuest(), id, "nonsense", Map.of()), 400, "GROUPCALL_INVALID");
        VideoChats.participants(jane, id).then().body("participants", empty());
        assertThat(janus.participantList(id, "videoroom").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "info", "participants", "leave", "edit-participant", "check", "subscribe" })
    void whoHasNotJoinedSeesNothing(String endpoint) {
        String id = VideoChats.start(jane);
        String joinedElsewhere = VideoChats.start(jane);
        String token = VideoChats.joinedAsGuest(joinedElsewhere, Map.of("inviteHash", speaker(joinedElsewhere)));
        boolean reads = endpoint.equals("info") || endpoint.equals("participants");
        Map<String, ?> more = endpoint.equals("check") ? Map.of("sources", List.of(1)) : Map.of();
        for (String call : List.of(id, UNKNOWN)) {
            assertRefused(reads ? VideoChats.get(asGuest(token), endpoint, call)
                    : VideoChats.post(asGuest(token), endpoint, call, more), 400, "GROUPCALL_INVALID");
        }
        (reads ? VideoChats.get(asGuest(), endpoint, joinedElsewhere)
                : VideoChats.post(asGuest(), endpoint, joinedElsewhere, more)).then().statusCode(401);
        (reads ? VideoChats.get(asGuest(token), endpoint, joinedElsewhere)
                : VideoChats.post(asGuest(token), endpoint, joinedElsewhere, more)).then().statusCode(200);
    }

    @Test
    void whatConferencesShareIsForThoseWhoHaveJoined() {
        String id = VideoChats.start(jane);
        String token = VideoChats.joinedAsGuest(id, Map.of("inviteHash", speaker(id)));
        Map<String, ?> micOff = Map.of("callId", id, "state", Map.of("mic", false));
        Api.post(asGuest(token), "video-conference.state", micOff).then().statusCode(200)
                .body("state.mic", equalTo(false)).body("state.cam", equalTo(true));
        assertOnly(id, true, true);
        Api.call(asGuest(token), "video-conference.heartbeat", id).then().statusCode(200);
        Api.join(asGuest(token), id).then().statusCode(400).body("error", equalTo("invalid-call"));
        Api.call(asGuest(token), "video-conference.leave", id).then().statusCode(200);
        VideoChats.participants(jane, id).then().body("participants", empty());
        String stranger = Api.join(asGuest(), Api.start(jane)).path("guestToken");
        Api.join(asGuest(stranger), id).then().statusCode(400).body("error", equalTo("invalid-params"));
        Api.post(asGuest(stranger), "video-conference.state", micOff).then().statusCode(404);
        for (String endpoint : List.of("heartbeat", "leave")) {
            Api.call(asGuest(stranger), "video-conference." + endpoint, id).then().statusCode(404);
        }
    }

    @Test
    void aGuestInTheCallSeesWhatUsersSee() {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id);
        ObjectNode params = WebRtcParameters.any();
        String token = VideoChats.join(asGuest(), id, params.toString(),
                Map.of("inviteHash", speaker(id), "name", "Ann")).then().statusCode(200).extract().path("guestToken");
        VideoChats.get(asGuest(token), "info", id).then().statusCode(200)
                .body("videoChat.participantCount", equalTo(2))
                .body("videoChat.canManage", equalTo(false));
        VideoChats.get(asGuest(token), "participants", id).then().statusCode(200)
                .body("participants.name", contains("john", "Ann"))
                .body("participants.self", contains(false, true));
        int source = params.path("ssrc").asInt();
        VideoChats.post(asGuest(token), "check", id, Map.of("sources", List.of(source, 5))).then().statusCode(200)
                .body("sources", contains(source));
        String subscription = VideoChats.post(asGuest(token), "subscribe", id, Map.of()).then().statusCode(200)
                .body("participants", empty()).extract().path("subscription");
        VideoChats.post(asGuest(token), "subscribe", id, Map.of("subscription", subscription)).then().statusCode(200);
        assertRefused(VideoChats.post(john, "subscribe", id, Map.of("subscription", subscription)), 400,
                "GROUPCALL_JOIN_MISSING");
        VideoChats.post(asGuest(token), "leave", id, Map.of()).then().statusCode(200);
        VideoChats.post(asGuest(token), "leave", id, Map.of()).then().statusCode(200);
        VideoChats.get(asGuest(token), "info", id).then().statusCode(200)
                .body("videoChat.participantCount", equalTo(1));
        assertRefused(VideoChats.post(asGuest(token), "check", id, Map.of("sources", List.of(source))), 400,
                "GROUPCALL_JOIN_MISSING");
        await().untilAsserted(() -> assertThat(janus.participantList(id, "videoroom")).hasSize(1));
    }

    @Test
    void aGuestChangesNobodyElseAndIsChangedByWhoManages() {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id);
        String token = VideoChats.joinedAsGuest(id, Map.of("inviteHash", speaker(id)));
        String guest = VideoChats.get(asGuest(token), "participants", id).path("participants.find { it.self }.id");
        edit(token, id, Map.of("muted", true)).then().statusCode(200)
                .body("participant.id", equalTo(guest)).body("participant.self", equalTo(true))
                .body("participant.muted", equalTo(true));
        edit(token, id, Map.of("participantId", guest, "muted", false, "raiseHand", true)).then().statusCode(200)
                .body("participant.muted", equalTo(false));
        assertRefused(edit(token, id, Map.of("participantId", john.userId(), "muted", true)), 403,
                "GROUPCALL_FORBIDDEN");
        VideoChats.post(john, "edit-participant", id, Map.of("participantId", guest, "muted", true)).then()
                .statusCode(403);
        VideoChats.post(jane, "edit-participant", id, Map.of("participantId", guest, "muted", true)).then()
                .statusCode(200).body("participant.canSelfUnmute", equalTo(false));
        assertRefused(edit(token, id, Map.of("muted", false)), 403, "GROUPCALL_FORBIDDEN");
        joinAgain(token, id, Map.of("inviteHash", speaker(id))).then().statusCode(200);
        assertRefused(edit(token, id, Map.of("muted", false)), 403, "GROUPCALL_FORBIDDEN");
    }

    private static Response edit(String token, String id, Map<String, ?> edit) {
        return VideoChats.post(asGuest(token), "edit-participant", id, edit);
    }

    @Test
    void theInviteSaysWhetherAGuestMaySpeakAlsoWhenJoiningAgainWithoutIt() {
        String strict = VideoChats.start(jane, Map.of("joinMuted", true));
        String speaking = VideoChats.joinedAsGuest(strict, Map.of("inviteHash", speaker(strict)));
        assertOnly(strict, false, true);
        joinAgain(speaking, strict, Map.of()).then().statusCode(200).body("guestToken", equalTo(speaking));
        assertOnly(strict, false, true);

        String open = VideoChats.start(jane);
        String listening = VideoChats.joinedAsGuest(open, Map.of("inviteHash", listener(open)));
        assertOnly(open, true, false);
        joinAgain(listening, open, Map.of()).then().statusCode(200);
        assertOnly(open, true, false);
        VideoChats.post(asGuest(listening), "leave", open, Map.of()).then().statusCode(200);
        joinAgain(listening, open, Map.of()).then().statusCode(200);
        assertOnly(open, true, false);
        joinAgain(listening, open, Map.of("inviteHash", speaker(open))).then().statusCode(200);
        assertOnly(open, false, true);
    }

    @Test
    void inALiveStreamGuestsSendWithASpeakersInvite() {
        String id = VideoChats.start(jane, Map.of("isLiveStream", true));
        String listener = VideoChats.invite(jane, id, Map.of("role", "listener", "maxUses", 1));
        for (int i = 0; i < 2; i++) {
            assertRefused(join(id, Map.of("inviteHash", listener)), 403, "CHAT_WRITE_FORBIDDEN");
        }
        String token = VideoChats.joinedAsGuest(id, Map.of("inviteHash", speaker(id)));
        joinAgain(token, id, Map.of()).then().statusCode(200);
        assertOnly(id, false, true);
    }

    @Test
    void aGuestUsesAnInviteOnce() {
        String id = VideoChats.start(jane);
        String twice = VideoChats.invite(jane, id, Map.of("role", "speaker", "maxUses", 2));
        String token = VideoChats.joinedAsGuest(id, Map.of("inviteHash", twice));
        joinAgain(token, id, Map.of("inviteHash", twice)).then().statusCode(200).body("guestToken", equalTo(token));
        assertRefused(VideoChats.join(asGuest(), id, "nonsense", Map.of("inviteHash", twice)), 400,
                "DATA_JSON_INVALID");
        String other = VideoChats.joinedAsGuest(id, Map.of("inviteHash", twice));
        assertThat(other).isNotEqualTo(token);
        assertRefused(join(id, Map.of("inviteHash", twice)), 400, "INVITE_HASH_EXPIRED");
        joinAgain(other, id, Map.of("inviteHash", twice)).then().statusCode(200);
        VideoChats.participants(jane, id).then().body("participants", hasSize(2));
        Api.info(jane, id).then().body("anonymousUsers", equalTo(2));
    }

    @Test
    void whenInvitesAreResetThoseWhoHaveJoinedStay() {
        String id = VideoChats.start(jane);
        String invite = speaker(id);
        String token = VideoChats.joinedAsGuest(id, Map.of("inviteHash", invite));
        VideoChats.post(jane, "reset-invites", id).then().statusCode(200);
        assertRefused(join(id, Map.of("inviteHash", invite)), 400, "GROUPCALL_INVALID");
        assertRefused(joinAgain(token, id, Map.of("inviteHash", invite)), 400, "INVITE_HASH_INVALID");
        joinAgain(token, id, Map.of()).then().statusCode(200);
        VideoChats.post(jane, "end", id).then().statusCode(200);
        assertRefused(joinAgain(token, id, Map.of()), 403, "GROUPCALL_FORBIDDEN");
        VideoChats.get(asGuest(token), "info", id).then().statusCode(200).body("videoChat.type", equalTo("ended"));
    }

    @Test
    void aGuestJoinsAsNobodyElse() {
        String id = VideoChats.start(jane);
        Map<String, String> invited = Map.of("inviteHash", speaker(id));
        for (Object identity : List.of("news", -100123, john.userId(), "john")) {
            assertRefused(join(id, Map.of("inviteHash", invited.get("inviteHash"), "joinAs", identity)), 400,
                    "JOIN_AS_PEER_INVALID");
        }
        join(id, Map.of("inviteHash", invited.get("inviteHash"), "joinAs", "me")).then().statusCode(200);
    }

    @Test
    void othersReadTheNameThatAGuestGaveLast() {
        String id = VideoChats.start(jane);
        String invite = speaker(id);
        String token = VideoChats.joinedAsGuest(id, Map.of("inviteHash", invite, "name", " Ann \uD83D\uDE80 "));
        assertNames(id, "Ann \uD83D\uDE80");
        edit(token, id, Map.of("muted", true)).then().body("participant.name", equalTo("Ann \uD83D\uDE80"));
        joinAgain(token, id, Map.of("name", "Bob")).then().statusCode(200);
        assertNames(id, "Bob");
        joinAgain(token, id, Map.of()).then().statusCode(200);
        assertNames(id, "Guest");
        VideoChats.joined(john, id, Map.of("name", "Somebody Else"));
        assertNames(id, "Guest", "john");
        for (Object wrong : List.of("", "  ", 5, "a\nb", "x".repeat(65))) {
            join(id, Map.of("inviteHash", invite, "name", wrong)).then().statusCode(400)
                    .body("success", equalTo(false))
                    .body("errorType", equalTo("invalid-params"));
        }
    }

    private void assertNames(String id, String... names) {
        VideoChats.participants(jane, id).then().body("participants.name", contains(names));
    }

    @Test
    void guestsAreLimitedByTheirAddress() {
        String address = Api.anyAddress();
        for (int i = 0; i < 3; i++) {
            VideoChats.join(RestAssured.given().header("X-Forwarded-For", address), UNKNOWN, "{}", Map.of())
                    .then().statusCode(i < 2 ? 400 : 429)
                    .body("error", startsWith(i < 2 ? "GROUPCALL_INVALID" : "FLOOD_WAIT_"));
        }
    }

    @Test
    void otherProtocolsAreForUsers() {
        String id = VideoChats.start(jane);
        String token = VideoChats.joinedAsGuest(id, Map.of("inviteHash", speaker(id)));
        asGuest(token).contentType("application/json").body("[\"" + id + "\"]")
                .post("/mtkruto/user" + token + "/getVideoChat").then().statusCode(400);
        Api.get(asGuest(token), "video-conference.info", Map.of("callId", id)).then().statusCode(401);
        Api.get(as(jane), "video-conference.info", Map.of("callId", id)).then().statusCode(200);
    }
}
