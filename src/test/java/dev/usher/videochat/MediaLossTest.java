package dev.usher.videochat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import dev.usher.Api;
import dev.usher.Metrics;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.media.janus.JanusServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

/** A Janus that dies, comes back, or hangs. */
@Tag("packaged")
@Tag("slow")
@QuarkusTest
@TestProfile(MediaLossTest.Profile.class)
class MediaLossTest {

    private static final Duration SILENCE_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration SECONDS = Duration.ofSeconds(5);
    private static final String FAILED = "GROUPCALL_ADD_PARTICIPANTS_FAILED";

    public static class Profile extends JanusProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of(
                    "usher.media.silence-timeout", SILENCE_TIMEOUT.toSeconds() + "s",
                    "usher.media.janus.timeout", "1s",
                    "usher.media.janus.keepalive", "1s",
                    "usher.rate-limit.endpoints.\"video-chat.join\".limit", "100000");
        }
    }

    private static final int JOINS_OF_EVERY_POD = 4;

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();
    JanusServer janus;

    /** Each pod has noticed that Janus is back, and lets joins through again. */
    @BeforeEach
    void awaitJoins() {
        String id = VideoChats.start(jane);
        await().atMost(SECONDS).until(() -> IntStream.range(0, JOINS_OF_EVERY_POD).allMatch(number ->
                VideoChats.join(john, id, WebRtcParameters.anyText()).statusCode() == 200));
        VideoChats.post(jane, "end", id).then().statusCode(200);
    }

    @AfterEach
    void restart() {
        janus.restart();
    }

    private static void assertFailed(Response response) {
        response.then().statusCode(500)
                .body("success", equalTo(false))
                .body("error", startsWith(FAILED + ": "))
                .body("errorType", equalTo(FAILED));
    }

    private List<?> connected(Account user, String id, int source) {
        return VideoChats.post(user, "check", id, Map.of("sources", List.of(source))).jsonPath().getList("sources");
    }

    @Test
    void aRestartIsNoticedTheLostConnectionsAreToldAndJoiningWorksAgain() {
        String id = VideoChats.start(jane);
        int source = WebRtcParameters.parse(VideoChats.joined(john, id)).path("ssrc").asInt();
        assertThat(connected(john, id, source)).hasSize(1);
        long version = VideoChats.version(jane, id);
        janus.restart();
        await().atMost(SECONDS).untilAsserted(() -> assertThat(connected(john, id, source)).isEmpty());
        assertThat(VideoChats.version(jane, id)).isGreaterThan(version);
        VideoChats.participants(jane, id).then().body("total", equalTo(1));
        await().atMost(SECONDS).until(() ->
                VideoChats.join(john, id, WebRtcParameters.anyText()).statusCode() == 200);
        VideoChats.participants(jane, id).then().body("total", equalTo(1));
        assertThat(janus.participantList(id, "videoroom")).hasSize(1);
    }

    @Test
    void whoDoesNotComeBackAfterALossLeaves() {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id);
        janus.kill();
        await().atMost(SILENCE_TIMEOUT.plus(SECONDS)).until(() ->
                VideoChats.participants(jane, id).jsonPath().getInt("total") == 0);
        Api.info(jane, id).then().body("users[0].leftReason", equalTo("disconnected"));
    }

    @Test
    void withoutJanusJoiningFailsAndLeavesNoTrace() {
        String id = VideoChats.start(jane);
        janus.kill();
        long version = VideoChats.version(jane, id);
        for (int i = 0; i < 30; i++) {
            assertFailed(VideoChats.join(john, id, WebRtcParameters.anyText()));
        }
        VideoChats.participants(jane, id).then().body("total", equalTo(0));
        assertThat(VideoChats.version(jane, id)).isEqualTo(version);
        Api.start(jane);
        janus.restart();
        await().atMost(SECONDS).until(() ->
                VideoChats.join(john, id, WebRtcParameters.anyText()).statusCode() == 200);
    }

    @Test
    void aJanusThatHangsFailsJoinsInTimeAndIsUsedAgain() {
        String id = VideoChats.start(jane);
        int source = WebRtcParameters.parse(VideoChats.joined(john, id)).path("ssrc").asInt();
        janus.suspend();
        assertFailed(VideoChats.join(jane, id, WebRtcParameters.anyText()));
        await().atMost(SECONDS).untilAsserted(() -> assertThat(connected(john, id, source)).isEmpty());
        janus.resume();
        await().atMost(SECONDS).until(() ->
                VideoChats.join(john, id, WebRtcParameters.anyText()).statusCode() == 200);
    }

    @Test
    void aJanusThatIsSlowLosesNobodyAndKeepsNobody() throws Exception {
        String id = VideoChats.start(jane);
        VideoChats.joined(john, id);
        janus.suspend();
        assertFailed(VideoChats.join(jane, id, WebRtcParameters.anyText()));
        janus.resume();
        await().atMost(SECONDS).untilAsserted(() ->
                assertThat(inJanus(id)).isEqualTo(connectedInRegistry(id)));
        await().atMost(SECONDS).until(() ->
                VideoChats.join(john, id, WebRtcParameters.anyText()).statusCode() == 200);
        await().atMost(SECONDS).untilAsserted(() -> assertThat(inJanus(id)).hasSize(1));
    }

    @Test
    void whoGivesUpWhileJoiningLeavesNothingBehind() throws Exception {
        String id = VideoChats.start(jane);
        VideoChats.joined(jane, id);
        janus.suspend();
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
                String body = "[\"%s\", \"%s\"]".formatted(id, WebRtcParameters.anyText().replace("\"", "\\\""));
                socket.getOutputStream().write(("POST /mtkruto/user%s/joinVideoChat HTTP/1.1\r\nHost: usher\r\n"
                        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
                        .formatted(john.token(), body.length(), body).getBytes(StandardCharsets.US_ASCII));
            }
        }
        janus.resume();
        await().atMost(SILENCE_TIMEOUT.plus(SECONDS)).untilAsserted(() -> {
            assertThat(inJanus(id)).isEqualTo(connectedInRegistry(id));
            assertThat(mediaConnections()).isEqualTo(connectedInRegistry(id).size());
        });
    }

    @Test
    void killedUnderJoinsItLeavesNoGhosts() throws Exception {
        String id = VideoChats.start(jane);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger joined = new AtomicInteger();
        Set<String> others = Collections.synchronizedSet(new TreeSet<>());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> users = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Account user = Accounts.member(300 + i);
            users.add(threads.submit(() -> {
                while (!stop.get()) {
                    Response answer = VideoChats.join(user, id, WebRtcParameters.anyText());
                    if (answer.statusCode() == 200) {
                        joined.incrementAndGet();
                    } else if (!FAILED.equals(answer.path("errorType"))) {
                        others.add(answer.asString());
                    }
                }
            }));
        }
        for (int kills = 0; kills < 3; kills++) {
            int before = joined.get();
            await().atMost(SECONDS).until(() -> joined.get() > before + 20);
            janus.kill();
            janus.restart();
        }
        int before = joined.get();
        await().atMost(SECONDS).until(() -> joined.get() > before + 20);
        stop.set(true);
        for (Future<?> user : users) {
            user.get();
        }
        threads.shutdown();
        assertThat(others).as("other answers than success and that failure").isEmpty();
        await().atMost(SECONDS).untilAsserted(() ->
                assertThat(inJanus(id)).isEqualTo(connectedInRegistry(id)));
    }

    /** How many connections at Janus Usher looks after. */
    double mediaConnections() {
        return Metrics.of(RestAssured.port, "usher_media_connections");
    }

    private Set<String> inJanus(String id) {
        Set<String> ids = new TreeSet<>();
        JsonNode participants = janus.participantList(id, "videoroom");
        participants.forEach(participant -> ids.add(participant.path("id").asText()));
        return ids;
    }

    private Set<String> connectedInRegistry(String id) {
        return new TreeSet<>(VideoChats.participants(jane, id).jsonPath()
                .<String>getList("participants.findAll { it.video != null }.video.endpoint"));
    }
}
