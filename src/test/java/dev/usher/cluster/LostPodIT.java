package dev.usher.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import dev.usher.Api;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.media.janus.JanusServer;
import dev.usher.videochat.WebRtcParameters;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** A pod that dies with the connections at Janus that it has made: another cleans up, and people join again there. */
@Tag("replicas")
class LostPodIT {

    private static final Duration LEASE = Duration.ofSeconds(2);
    /** By itself Janus forgets a session after a minute. */
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();
    private final JanusServer janus = new JanusServer();
    private TwoPods pods;

    private void start(Duration silenceTimeout) {
        Map<String, String> settings = new HashMap<>(janus.start());
        settings.put("usher.store.pod-lease", LEASE.toSeconds() + "s");
        settings.put("usher.media.silence-timeout", silenceTimeout.toSeconds() + "s");
        settings.put("usher.media.janus.keepalive", "1s");
        pods = new TwoPods(settings);
    }

    @AfterEach
    void stop() {
        if (pods != null) {
            pods.close();
        }
        janus.stop();
    }

    private static Response post(UsherProcess pod, Account user, String endpoint, Map<String, ?> body) {
        return Api.post(as(user).port(pod.port()), "video-chat." + endpoint, body);
    }

    private String startCall(UsherProcess pod, String mode) {
        return post(pod, jane, "start", Map.of("roomId", Api.anyRoom(), "mode", mode))
                .then().statusCode(200).extract().path("videoChat.id");
    }

    private static int joined(UsherProcess pod, Account user, String id) {
        JsonNode params = WebRtcParameters.any();
        post(pod, user, "join", Map.of("id", id, "params", params.toString())).then().statusCode(200);
        return params.path("ssrc").asInt();
    }

    private List<?> connected(UsherProcess pod, Account user, String id, int source) {
        return post(pod, user, "check", Map.of("id", id, "sources", List.of(source)))
                .then().statusCode(200).extract().path("sources");
    }

    private JsonPath participants(UsherProcess pod, String id) {
        return Api.get(as(jane).port(pod.port()), "video-chat.participants", Map.of("id", id))
                .then().statusCode(200).extract().jsonPath();
    }

    @ParameterizedTest
    @CsvSource({ "video, videoroom", "voice, audiobridge" })
    void whatItHadAtJanusGoesAndPeopleJoinAgainElsewhere(String mode, String plugin) {
        start(Duration.ofMinutes(1));
        UsherProcess one = pods.get(0);
        UsherProcess other = pods.get(1);
        String id = startCall(other, mode);
        int source = joined(one, john, id);
        int stays = joined(other, jane, id);
        assertThat(connected(other, john, id, source)).hasSize(1);
        assertThat(janus.participantList(id, plugin)).hasSize(2);

        one.kill();

        await().atMost(LEASE.plus(SECONDS)).until(() -> janus.participantList(id, plugin).size() == 1);
        await().atMost(SECONDS).untilAsserted(() -> assertThat(connected(other, john, id, source)).isEmpty());
        assertThat(connected(other, jane, id, stays)).hasSize(1);
        int again = joined(other, john, id);
        assertThat(connected(other, john, id, again)).hasSize(1);
        assertThat(participants(other, id).getInt("total")).isEqualTo(2);
        assertThat(janus.participantList(id, plugin)).hasSize(2);

        one.start().awaitReady();
        assertThat(participants(one, id).getInt("total")).isEqualTo(2);
        joined(one, john, id);
        assertThat(participants(other, id).getInt("total")).isEqualTo(2);
        await().atMost(SECONDS).until(() -> janus.participantList(id, plugin).size() == 2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "video", "voice" })
    void whoDoesNotComeBackLeaves(String mode) {
        Duration silenceTimeout = Duration.ofSeconds(4);
        start(silenceTimeout);
        UsherProcess one = pods.get(0);
        UsherProcess other = pods.get(1);
        String id = startCall(one, mode);
        joined(one, john, id);
        one.kill();
        await().atMost(LEASE.plus(silenceTimeout).plus(SECONDS))
                .until(() -> participants(other, id).getInt("total") == 0);
        Api.get(as(jane).port(other.port()), "video-conference.info", Map.of("callId", id)).then()
                .body("users[0].leftReason", equalTo("disconnected"));
    }
}
