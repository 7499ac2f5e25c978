package dev.usher.videochat;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.usher.Api;
import dev.usher.NodeScript;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.media.janus.JanusServer;
import dev.usher.videochat.Browser.Person;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** Real media: Chromium sends to a real Janus and receives from it. */
@Tag("packaged")
@Tag("slow")
@QuarkusTest
@TestProfile(MediaTest.Profile.class)
class MediaTest {

    private static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(6);
    /** The frequencies of a sound are told in steps of this size. */
    private static final int HZ_STEP = 12;
    /** Louder is heard, and much less is silence: decibels. */
    private static final float AUDIBLE = -40;

    public static class Profile extends JanusProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of("usher.media.silence-timeout", SILENCE_TIMEOUT.toSeconds() + "s");
        }
    }

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();
    private final Person janeAt440 = new Person(jane, 440);
    private final Person johnAt880 = new Person(john, 880);
    JanusServer janus;

    @ParameterizedTest
    @CsvSource({ "active, rest, client", "passive, rest, server", "active, mtkruto, client" })
    void oneSendsAndAnotherReceivesAudioAndVideo(String setup, String wire, String role) throws Exception {
        String id = VideoChats.start(jane);
        JsonPath seen = JsonPath.from(Browser.run("publish-and-subscribe", id, List.of(janeAt440, johnAt880),
                Map.of("setup", setup, "wire", wire, "leave", true,
                        "edits", List.of(Map.of("muted", true), Map.of("muted", false),
                                Map.of("videoStopped", true), Map.of("videoStopped", false)))));
        assertThat(seen.getString("publisher.state")).isEqualTo("connected");
        assertThat(seen.getString("publisher.dtlsState")).isEqualTo("connected");
        assertThat(seen.getString("publisher.dtlsRole")).isEqualTo(role);
        assertThat(seen.getInt("publisher.packetsSent.audio")).isPositive();
        assertThat(seen.getInt("publisher.packetsSent.video")).isPositive();
        assertThat(seen.getList("publisher.codecs")).contains("111 audio/opus", "100 video/VP8");
        assertThat(seen.getInt("subscriber.framesDecoded")).isPositive();
        assertThat(seen.getInt("subscriber.heard.hz")).isCloseTo(440, within(HZ_STEP));
        assertThat(seen.getFloat("subscriber.heard.level")).isGreaterThan(AUDIBLE);
        assertThat(seen.getFloat("edits[0].heard.level")).as("muted").isLessThan(AUDIBLE);
        assertThat(seen.getFloat("edits[1].heard.level")).as("unmuted").isGreaterThan(AUDIBLE);
        await().untilAsserted(() -> assertThat(janus.participantList(id, "videoroom")).isEmpty());
    }

    @Test
    void aSubscriptionReceivesThoseWhoAreChosen() throws Exception {
        String id = VideoChats.start(jane);
        Account third = Accounts.member(20);
        JsonPath seen = JsonPath.from(Browser.run("choose", id,
                List.of(janeAt440, johnAt880, new Person(third, 1320)), Map.of()));
        assertThat(seen.getFloat("all.levels.'440'")).isGreaterThan(AUDIBLE);
        assertThat(seen.getList("chosen")).containsExactly(john.userId());
        assertThat(seen.getFloat("one.levels.'440'")).isLessThan(AUDIBLE);
        assertThat(seen.getList("again")).containsExactly(jane.userId(), john.userId());
        assertThat(seen.getFloat("both.levels.'440'")).isGreaterThan(AUDIBLE);
        assertThat(seen.getInt("framesDecoded")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = { "active", "passive" })
    void inVoiceCallsEverybodyHearsTheOthers(String setup) throws Exception {
        String id = VideoChats.start(jane, Map.of("mode", "voice"));
        JsonPath seen = JsonPath.from(Browser.run("voice", id, List.of(johnAt880, janeAt440),
                Map.of("mode", "voice", "setup", setup, "by", jane.userId())));
        assertThat(seen.getInt("first.heard.hz")).isCloseTo(440, within(HZ_STEP));
        assertThat(seen.getInt("second.heard.hz")).isCloseTo(880, within(HZ_STEP));
        assertThat(seen.getFloat("second.heard.level")).isGreaterThan(AUDIBLE);
        assertThat(seen.getFloat("edits[0].heard.level")).as("muted by who manages the call").isLessThan(AUDIBLE);
        assertThat(seen.getInt("first.heardAfterEdits.hz")).isCloseTo(440, within(HZ_STEP));
    }

    @Test
    void joiningWithoutAudioAndVideoSendsNeither() throws Exception {
        String id = VideoChats.start(jane);
        JsonPath seen = JsonPath.from(Browser.run("publish-and-subscribe", id, List.of(janeAt440, johnAt880),
                Map.of("audio", false, "video", false, "edits", List.of(Map.of("muted", false)))));
        assertThat(seen.getInt("publisher.packetsSent.audio")).as("the page sends all the same").isPositive();
        assertThat(seen.getInt("subscriber.framesDecoded")).isZero();
        assertThat(seen.getFloat("subscriber.heard.level")).isLessThan(AUDIBLE);
        assertThat(seen.getFloat("edits[0].heard.level")).as("unmuted").isGreaterThan(AUDIBLE);
    }

    @Test
    void whoIsKilledLeavesTheRosterInTime() throws Exception {
        String id = VideoChats.start(jane);
        Browser.run("killed", id, List.of(johnAt880), Map.of());
        assertThat(VideoChats.participants(jane, id).jsonPath().getInt("total")).isEqualTo(1);
        await().atMost(SILENCE_TIMEOUT.plusSeconds(6)).until(() ->
                VideoChats.participants(jane, id).jsonPath().getInt("total") == 0);
        Api.info(jane, id).then().body("users[0].leftReason", equalTo("disconnected"));
        assertThat(janus.participantList(id, "videoroom")).isEmpty();
    }

    @Test
    void whoClosesTheConnectionLeavesAtOnce() throws Exception {
        String id = VideoChats.start(jane);
        Browser.run("closed", id, List.of(johnAt880), Map.of());
        await().atMost(Duration.ofSeconds(3)).until(() ->
                VideoChats.participants(jane, id).jsonPath().getInt("total") == 0);
    }

    @Test
    void whoNeverConnectsLeavesInTime() {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id, Map.of("audio", false, "video", false));
        await().atMost(SILENCE_TIMEOUT.plusSeconds(3)).until(() ->
                VideoChats.participants(jane, id).jsonPath().getInt("total") == 0);
        await().untilAsserted(() -> assertThat(janus.participantList(id, "videoroom")).isEmpty());
    }

    @Test
    void whoSendsStays() throws Exception {
        String id = VideoChats.start(jane);
        try (NodeScript.Running browser = Browser.start("hold", id, List.of(johnAt880))) {
            assertThat(JsonPath.from(browser.line()).getBoolean("connected")).isTrue();
            await().during(SILENCE_TIMEOUT.plusSeconds(2)).atMost(SILENCE_TIMEOUT.plusSeconds(6)).until(() ->
                    VideoChats.participants(jane, id).jsonPath().getInt("total") == 1);
        }
    }
}
