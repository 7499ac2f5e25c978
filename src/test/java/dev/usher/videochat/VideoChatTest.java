package dev.usher.videochat;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.usher.Api;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.media.janus.JanusServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** The life of video chats, over REST, with a real Janus and clients that never connect. */
@QuarkusTest
@TestProfile(JanusProfile.class)
class VideoChatTest {

    static final String ID = "[1-9]\\d{0,18}";

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();
    private final Account admin = Accounts.admin();
    JanusServer janus;

    @Test
    void startTellsWhatHasBegun() {
        Api.post(as(jane), "video-chat.start", Map.of("roomId", "general", "title", " Weekly ", "mode", "voice"))
                .then().statusCode(200).contentType("application/json")
                .body("videoChat.type", equalTo("active"))
                .body("videoChat.id", matchesPattern(ID))
                .body("videoChat.roomId", equalTo("general"))
                .body("videoChat.title", equalTo("Weekly"))
                .body("videoChat.mode", equalTo("voice"))
                .body("videoChat.isLiveStream", equalTo(false))
                .body("videoChat.joinMuted", equalTo(false))
                .body("videoChat.participantCount", equalTo(0))
                .body("videoChat.canManage", equalTo(true))
                .body("success", equalTo(true));
    }

    @Test
    void joinReturnsWhatTheClientNeedsToConnect() {
        String id = VideoChats.start(jane);
        String params = VideoChats.join(john, id, WebRtcParameters.anyText()).then().statusCode(200)
                .body("success", equalTo(true)).extract().path("params");
        JsonNode document = WebRtcParameters.parse(params);
        JsonNode transport = document.path("transport");
        assertThat(transport.path("ufrag").asText()).isNotEmpty();
        assertThat(transport.path("pwd").asText()).hasSizeGreaterThanOrEqualTo(22);
        assertThat(transport.path("rtcp-mux").asBoolean()).isTrue();
        assertThat(transport.path("fingerprints").path(0).path("hash").asText()).isEqualTo("sha-256");
        assertThat(transport.path("fingerprints").path(0).path("fingerprint").asText())
                .matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(transport.path("fingerprints").path(0).path("setup").asText()).isEqualTo("passive");
        JsonNode candidate = transport.path("candidates").path(0);
        for (String name : List.of("port", "protocol", "network", "generation", "id", "component", "foundation",
                "priority", "ip", "type")) {
            assertThat(candidate.path(name).isTextual()).as(name).isTrue();
        }
        assertThat(candidate.path("ip").asText()).isEqualTo("127.0.0.1");
        assertThat(document.path("audio").path("payload-types").path(0).path("id").asInt()).isEqualTo(111);
        assertThat(document.path("video").path("endpoint").asText()).isNotEmpty();
        assertThat(document.path("video").path("payload-types").findValuesAsText("name")).contains("VP8", "rtx");
    }

    @Test
    void theServerTakesTheOtherRoleInDtls() {
        String id = VideoChats.start(jane);
        ObjectNode passive = WebRtcParameters.any();
        passive.putArray("fingerprints").addPOJO(WebRtcParameters.fingerprint("passive"));
        String params = VideoChats.join(john, id, passive.toString()).then().statusCode(200).extract().path("params");
        assertThat(WebRtcParameters.parse(params).at("/transport/fingerprints/0/setup").asText()).isEqualTo("active");
    }

    @Test
    void nativeClientsWithSimulcastGetIn() {
        String id = VideoChats.start(jane);
        ObjectNode params = WebRtcParameters.any();
        int ssrc = params.path("ssrc").asInt();
        params.putArray("ssrc-groups").addPOJO(Map.of("semantics", "SIM", "sources",
                List.of(ssrc + 1, ssrc + 3, ssrc + 5)));
        for (int layer = 1; layer <= 5; layer += 2) {
            params.withArray("ssrc-groups").addPOJO(Map.of("semantics", "FID", "sources",
                    List.of(ssrc + layer, ssrc + layer + 1)));
        }
        VideoChats.join(john, id, params.toString()).then().statusCode(200);
        VideoChats.participants(jane, id).then()
                .body("participants[0].video.sourceGroups.semantics", contains("SIM", "FID", "FID", "FID"));
        assertThat(janus.participantList(id, "videoroom")).hasSize(1);
    }

    @Test
    void bothDialectsSeeTheSameParticipantsAndDevices() {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id, Map.of("video", false));
        VideoChats.participants(jane, id).then().statusCode(200)
                .body("participants", hasSize(1))
                .body("participants[0].id", equalTo(john.userId()))
                .body("participants[0].username", equalTo("john"))
                .body("participants[0].muted", equalTo(false))
                .body("participants[0].videoStopped", equalTo(true))
                .body("participants[0].self", equalTo(false));
        Api.info(jane, id).then().statusCode(200)
                .body("users[0]._id", equalTo(john.userId()))
                .body("users[0].state.mic", equalTo(true))
                .body("users[0].state.cam", equalTo(false))
                .body("providerName", equalTo("usher"));
        Api.post(as(john), "video-conference.state", Map.of("callId", id, "state", Map.of("mic", false)))
                .then().statusCode(200);
        VideoChats.participants(jane, id).then().body("participants[0].muted", equalTo(true));
        Api.call(as(john), "video-conference.leave", id).then().statusCode(200);
        VideoChats.participants(jane, id).then().body("participants", empty());
        assertThat(janus.participantList(id, "videoroom")).isEmpty();
    }

    @Test
    void aVideoChatIsNoConference() {
        String id = VideoChats.start(jane);
        Api.join(as(john), id).then().statusCode(400).body("error", equalTo("invalid-call"));
        List<String> joinable = Api.get(as(jane), "video-conference.joinable", Map.of()).path("calls._id");
        assertThat(joinable).doesNotContain(id);
        String conference = Api.start(jane);
        VideoChats.get(jane, "info", conference).then().statusCode(400)
                .body("errorType", equalTo("GROUPCALL_INVALID"));
    }

    @Test
    void nothingButFalseTurnsAudioOrVideoOff() {
        String id = VideoChats.start(jane);
        VideoChats.joined(jane, id, Map.of("audio", true));
        assertDevices(id, false, false);
        VideoChats.joined(jane, id, Map.of("audio", false, "isVideoEnabled", false));
        assertDevices(id, true, true);
        VideoChats.joined(jane, id, Map.of("isAudioEnabled", false, "video", true, "isVideoEnabled", true));
        assertDevices(id, true, false);
        VideoChats.join(jane, id, WebRtcParameters.anyText(), Map.of("audio", true, "isAudioEnabled", false))
                .then().statusCode(400).body("errorType", equalTo("invalid-params"))
                .body("error", containsString("audio and isAudioEnabled"));
    }

    private void assertDevices(String id, boolean muted, boolean videoStopped) {
        VideoChats.participants(jane, id).then()
                .body("participants[0].muted", equalTo(muted))
                .body("participants[0].videoStopped", equalTo(videoStopped));
    }

    @Test
    void joiningAgainReplacesTheConnectionWithoutAGap() {
        String id = VideoChats.start(jane);
        JsonNode first = WebRtcParameters.parse(VideoChats.joined(john, id));
        JsonNode second = WebRtcParameters.parse(VideoChats.joined(john, id));
        VideoChats.participants(jane, id).then()
                .body("participants", hasSize(1))
                .body("participants[0].source", equalTo(second.path("ssrc").asInt()));
        VideoChats.post(john, "check", id, Map.of("sources",
                List.of(first.path("ssrc").asInt(), second.path("ssrc").asInt()))).then().statusCode(200)
                .body("sources", contains(second.path("ssrc").asInt()));
        VideoChats.join(jane, id, first.toString()).then().statusCode(200);
        await().untilAsserted(() ->
                assertThat(janus.participantList(id, "videoroom")).hasSize(2));
    }

    @Test
    void unsignedSsrcsAreTheSameAsSigned() {
        String id = VideoChats.start(jane);
        ObjectNode signed = WebRtcParameters.any().put("ssrc", -1_536_295_180);
        VideoChats.join(john, id, signed.toString()).then().statusCode(200);
        VideoChats.participants(jane, id).then().body("participants[0].source", equalTo(-1_536_295_180));
        ObjectNode unsigned = WebRtcParameters.any().put("ssrc", 2_758_672_116L);
        VideoChats.join(jane, id, unsigned.toString()).then().statusCode(400)
                .body("errorType", equalTo("GROUPCALL_SSRC_DUPLICATE_MUCH"));
        VideoChats.post(john, "check", id, Map.of("sources", List.of(2_758_672_116L, 5))).then()
                .body("sources", contains(-1_536_295_180));
    }

    @Test
    void othersSeeTheIdentityThatJoined() {
        String id = VideoChats.start(jane);
        VideoChats.get(john, "join-as", id).then().statusCode(200)
                .body("candidates.id", contains(john.userId(), "news"))
                .body("candidates.name", contains("john", "Daily News"))
                .body("candidates.type", contains("user", "chat"));
        VideoChats.joined(john, id, Map.of("joinAs", "news"));
        VideoChats.participants(jane, id).then()
                .body("participants.id", contains("news"))
                .body("participants[0].name", equalTo("Daily News"))
                .body("participants[0].username", nullValue());
        VideoChats.participants(john, id).then().body("participants[0].self", equalTo(true));
        Api.info(jane, id).then().body("users._id", contains("news"))
                .body("users[0].name", equalTo("Daily News"));
        VideoChats.join(jane, id, WebRtcParameters.anyText(), Map.of("joinAs", "news")).then().statusCode(400)
                .body("errorType", equalTo("JOIN_AS_PEER_INVALID"));
        VideoChats.joined(jane, id, Map.of("joinAs", -100123));
        VideoChats.joined(john, id, Map.of("joinAs", "me"));
        VideoChats.participants(jane, id).then()
                .body("participants.id", containsInAnyOrder("-100123", john.userId()));
    }

    @Test
    void everyChangeCountsUpTheVersion() {
        String id = VideoChats.start(jane);
        long version = VideoChats.version(jane, id);
        VideoChats.joined(john, id);
        assertThat(VideoChats.version(jane, id)).isEqualTo(++version);
        VideoChats.post(john, "edit-participant", id, Map.of("muted", true)).then().statusCode(200);
        assertThat(VideoChats.version(jane, id)).isEqualTo(++version);
        VideoChats.joined(john, id);
        assertThat(VideoChats.version(jane, id)).isEqualTo(++version);
        VideoChats.post(john, "leave", id).then().statusCode(200);
        assertThat(VideoChats.version(jane, id)).isEqualTo(++version);
        VideoChats.post(jane, "end", id).then().statusCode(200);
        assertThat(VideoChats.version(jane, id)).isEqualTo(++version);
    }

    @Test
    void leavingTakesOneOutOfJanusToo() {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id);
        assertThat(janus.participantList(id, "videoroom")).hasSize(1);
        VideoChats.post(john, "leave", id).then().statusCode(200);
        VideoChats.post(john, "leave", id).then().statusCode(200);
        VideoChats.participants(jane, id).then().body("participants", empty());
        await().untilAsserted(() ->
                assertThat(janus.participantList(id, "videoroom")).isEmpty());
    }

    @Test
    void endingEndsForEverybody() {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id);
        VideoChats.post(john, "end", id).then().statusCode(403).body("errorType", equalTo("GROUPCALL_FORBIDDEN"));
        VideoChats.post(jane, "end", id).then().statusCode(200);
        VideoChats.get(jane, "info", id).then().body("videoChat.type", equalTo("ended"))
                .body("videoChat.duration", lessThanOrEqualTo(60))
                .body("videoChat.participantCount", equalTo(0));
        VideoChats.post(jane, "end", id).then().statusCode(400)
                .body("errorType", equalTo("GROUPCALL_ALREADY_DISCARDED"));
        await().untilAsserted(() ->
                assertThat(janus.participantList(id, "videoroom").isMissingNode()).isTrue());
    }

    @Test
    void aScheduledCallBeginsWhenItIsStarted() {
        long at = Instant.now().plusSeconds(3600).getEpochSecond();
        String id = Api.post(as(jane), "video-chat.schedule", Map.of("roomId", "general", "startAt", at))
                .then().statusCode(200)
                .body("videoChat.type", equalTo("scheduled"))
                .body("videoChat.scheduledFor", equalTo((int) at))
                .extract().path("videoChat.id");
        VideoChats.join(john, id, WebRtcParameters.anyText()).then().statusCode(403)
                .body("errorType", equalTo("GROUPCALL_FORBIDDEN"));
        VideoChats.post(john, "start-scheduled", id).then().statusCode(403);
        VideoChats.post(jane, "start-scheduled", id).then().statusCode(200)
                .body("videoChat.type", equalTo("active"));
        VideoChats.post(jane, "start-scheduled", id).then().statusCode(403)
                .body("errorType", equalTo("GROUPCALL_ALREADY_STARTED"));
        VideoChats.joined(john, id);
        for (long wrong : new long[] { 0, Instant.now().getEpochSecond() + 5,
                Instant.now().plusSeconds(8 * 24 * 3600 + 60).getEpochSecond() }) {
            Api.post(as(jane), "video-chat.schedule", Map.of("roomId", "general", "startAt", wrong))
                    .then().statusCode(400).body("errorType", equalTo("SCHEDULE_DATE_INVALID"));
        }
    }

    @Test
    void whoManagesTheCallDecidesWhoSpeaks() {
        String id = VideoChats.start(jane, Map.of("joinMuted", true));
        VideoChats.joined(john, id);
        assertSpeaker(john, id, true, false);
        edit(john, id, Map.of("muted", false)).then().statusCode(403).body("errorType", equalTo("GROUPCALL_FORBIDDEN"));
        Api.post(as(john), "video-conference.state", Map.of("callId", id, "state", Map.of("mic", true)))
                .then().statusCode(403).body("error", equalTo("not-allowed-to-speak"));
        edit(john, id, Map.of("raiseHand", true)).then().statusCode(200)
                .body("participant.raisedHandAt", notNullValue());
        edit(jane, id, Map.of("participantId", john.userId(), "raiseHand", true)).then().statusCode(400)
                .body("errorType", equalTo("RAISE_HAND_FORBIDDEN"));
        edit(jane, id, Map.of("participantId", john.userId(), "muted", false)).then().statusCode(200)
                .body("participant.muted", equalTo(true))
                .body("participant.canSelfUnmute", equalTo(true))
                .body("participant.raisedHandAt", nullValue());
        edit(john, id, Map.of("muted", false)).then().statusCode(200).body("participant.muted", equalTo(false));
        edit(jane, id, Map.of("participantId", john.userId(), "muted", true)).then().statusCode(200)
                .body("participant.muted", equalTo(true))
                .body("participant.canSelfUnmute", equalTo(false));
        VideoChats.joined(john, id);
        assertSpeaker(john, id, true, false);
    }

    @Test
    void whoManagesTheCallCannotBeSilencedForGood() {
        String id = VideoChats.start(jane, Map.of("joinMuted", true));
        VideoChats.joined(jane, id);
        assertSpeaker(jane, id, false, true);
        edit(admin, id, Map.of("participantId", jane.userId(), "muted", true)).then().statusCode(200)
                .body("participant.muted", equalTo(true))
                .body("participant.canSelfUnmute", equalTo(true));
        edit(jane, id, Map.of("muted", false)).then().statusCode(200);
    }

    @Test
    void otherwiseEverybodyChangesThemselves() {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id);
        VideoChats.joined(Accounts.member(1), id);
        edit(john, id, Map.of("participantId", Accounts.member(1).userId(), "muted", true)).then().statusCode(403)
                .body("errorType", equalTo("GROUPCALL_FORBIDDEN"));
        edit(john, id, Map.of("participantId", "nobody", "muted", true)).then().statusCode(400)
                .body("errorType", equalTo("PARTICIPANT_JOIN_MISSING"));
        edit(jane, id, Map.of("muted", true)).then().statusCode(400)
                .body("errorType", equalTo("PARTICIPANT_JOIN_MISSING"));
        edit(john, id, Map.of("videoStopped", true)).then().statusCode(200)
                .body("participant.videoStopped", equalTo(true));
        edit(jane, id, Map.of("participantId", john.userId(), "videoStopped", false)).then().statusCode(400)
                .body("errorType", equalTo("VIDEO_STOP_FORBIDDEN"));
        edit(john, id, Map.of("videoStopped", false)).then().statusCode(200)
                .body("participant.videoStopped", equalTo(false));
        ObjectNode noCamera = WebRtcParameters.any();
        noCamera.remove("ssrc-groups");
        VideoChats.join(john, id, noCamera.toString()).then().statusCode(200);
        Api.post(as(john), "video-conference.state", Map.of("callId", id, "state", Map.of("cam", true)))
                .then().statusCode(200).body("state.cam", equalTo(false));
        edit(john, id, Map.of("videoStopped", false)).then().statusCode(400)
                .body("errorType", equalTo("VIDEO_STOP_FORBIDDEN"));
    }

    private static Response edit(Account by, String id, Map<String, ?> edit) {
        return VideoChats.post(by, "edit-participant", id, edit);
    }

    private static void assertSpeaker(Account user, String id, boolean muted, boolean canSelfUnmute) {
        VideoChats.participants(user, id).then()
                .body("participants.find { it.self }.muted", equalTo(muted))
                .body("participants.find { it.self }.canSelfUnmute", equalTo(canSelfUnmute));
    }

    @Test
    void aSpeakersInviteGivesTheRightToSpeakAndAListenersTakesIt() {
        String id = VideoChats.start(jane, Map.of("joinMuted", true));
        String speaker = VideoChats.invite(jane, id, Map.of("role", "speaker"));
        assertThat(speaker).matches("[A-Za-z0-9_-]{22}");
        VideoChats.joined(john, id, Map.of("inviteHash", speaker));
        assertSpeaker(john, id, false, true);
        VideoChats.post(john, "invite", id, Map.of("role", "speaker")).then().statusCode(403)
                .body("errorType", equalTo("GROUPCALL_FORBIDDEN"));
        String open = VideoChats.start(jane);
        String listener = VideoChats.invite(john, open, Map.of("role", "listener"));
        VideoChats.joined(john, open, Map.of("inviteHash", listener));
        assertSpeaker(john, open, true, false);
    }

    @Test
    void invitesEnd() {
        String id = VideoChats.start(jane);
        String once = VideoChats.invite(jane, id, Map.of("role", "speaker", "maxUses", 1));
        VideoChats.joined(john, id, Map.of("inviteHash", once));
        VideoChats.joined(john, id, Map.of("inviteHash", once));
        assertInviteRefused(id, once, "INVITE_HASH_EXPIRED");
        String brief = VideoChats.invite(jane, id, Map.of("role", "speaker", "expiresIn", 1));
        await().untilAsserted(() -> assertInviteRefused(id, brief, "INVITE_HASH_EXPIRED"));
        String reset = VideoChats.invite(jane, id, Map.of("role", "speaker"));
        VideoChats.post(john, "reset-invites", id).then().statusCode(403);
        VideoChats.post(jane, "reset-invites", id).then().statusCode(200);
        assertInviteRefused(id, reset, "INVITE_HASH_INVALID");
        String other = VideoChats.invite(jane, VideoChats.start(jane), Map.of("role", "speaker"));
        assertInviteRefused(id, other, "INVITE_HASH_INVALID");
    }

    private void assertInviteRefused(String id, String hash, String error) {
        VideoChats.join(admin, id, WebRtcParameters.anyText(), Map.of("inviteHash", hash)).then().statusCode(400)
                .body("errorType", equalTo(error));
    }

    @Test
    void checkIsForThoseInTheCall() {
        String id = VideoChats.start(jane);
        VideoChats.post(john, "check", id, Map.of("sources", List.of(1))).then().statusCode(400)
                .body("errorType", equalTo("GROUPCALL_JOIN_MISSING"));
    }

    @Test
    void voiceCallsTakeAudioAlone() {
        String id = VideoChats.start(jane, Map.of("mode", "voice"));
        String params = VideoChats.join(john, id, WebRtcParameters.anyText(), Map.of("audio", false))
                .then().statusCode(200).extract().path("params");
        assertThat(WebRtcParameters.parse(params).at("/video/payload-types")).isEmpty();
        VideoChats.participants(jane, id).then().body("participants[0].muted", equalTo(true))
                .body("participants[0].videoStopped", equalTo(true))
                .body("participants[0].video", nullValue());
        assertThat(janus.participantList(id, "audiobridge").path(0).path("muted").asBoolean()).isTrue();
        edit(john, id, Map.of("muted", false)).then().statusCode(200);
        assertThat(janus.participantList(id, "audiobridge").path(0).path("muted").asBoolean()).isFalse();
        VideoChats.post(john, "subscribe", id).then().statusCode(403);
    }

    @Test
    void aSubscriptionWithoutAnybodySendingHasNoOfferYet() {
        String id = VideoChats.start(jane);
        VideoChats.post(john, "subscribe", id).then().statusCode(400)
                .body("errorType", equalTo("GROUPCALL_JOIN_MISSING"));
        VideoChats.joined(john, id);
        VideoChats.post(john, "subscribe", id).then().statusCode(200)
                .body("subscription", matchesPattern("\\d+"))
                .body("sdp", nullValue())
                .body("participants", empty());
        String subscription = VideoChats.post(john, "subscribe", id).path("subscription");
        VideoChats.post(john, "subscribe", id, Map.of("subscription", subscription)).then().statusCode(200)
                .body("subscription", equalTo(subscription)).body("sdp", nullValue());
        VideoChats.post(john, "subscribe", id, Map.of("subscription", "1", "answer", "v=0")).then().statusCode(400)
                .body("errorType", equalTo("GROUPCALL_JOIN_MISSING"));
        VideoChats.post(john, "subscribe", id, Map.of("answer", "v=0")).then().statusCode(400)
                .body("errorType", equalTo("invalid-params"));
        VideoChats.post(john, "subscribe", id, Map.of("participants", List.of("nobody"))).then().statusCode(400)
                .body("errorType", equalTo("PARTICIPANT_JOIN_MISSING"));
    }

    @Test
    void anAnswerInSdpMayBeLongerThanOtherBodies() {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id);
        String subscription = VideoChats.post(john, "subscribe", id).path("subscription");
        VideoChats.post(john, "subscribe", id, Map.of("subscription", "other", "answer", "v".repeat(200_000)))
                .then().statusCode(400).body("errorType", equalTo("GROUPCALL_JOIN_MISSING"));
        VideoChats.post(john, "subscribe", id, Map.of("subscription", subscription, "answer", "v".repeat(300_000)))
                .then().statusCode(413).body("success", equalTo(false));
        VideoChats.join(john, id, "v".repeat(20_000)).then().statusCode(413);
    }

    @Test
    void participantsComeInPages() {
        String id = VideoChats.start(jane);
        for (int i = 0; i < 3; i++) {
            VideoChats.joined(Accounts.member(10 + i), id);
        }
        Api.get(as(jane), "video-chat.participants", Map.of("id", id, "offset", 1, "count", 1)).then().statusCode(200)
                .body("participants.id", contains(Accounts.member(11).userId()))
                .body("count", equalTo(1)).body("offset", equalTo(1)).body("total", equalTo(3));
    }
}
