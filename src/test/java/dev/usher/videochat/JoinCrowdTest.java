package dev.usher.videochat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

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
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** Many people who join a video chat at the same time. */
@Tag("packaged")
@QuarkusTest
@TestProfile(JoinCrowdTest.Profile.class)
class JoinCrowdTest {

    private static final int PEOPLE = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those who never connect may stay for as long as the test looks at them. */
    public static class Profile extends JanusProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of("usher.media.silence-timeout", "2m", "usher.media.janus.timeout", "30s");
        }
    }

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    JanusServer janus;

    @ParameterizedTest
    @CsvSource({ "video, videoroom, 0", "voice, audiobridge, 200" })
    void twoHundredAtOnceAllGetIn(String mode, String plugin, int first) throws Exception {
        String id = VideoChats.start(Accounts.jane(), Map.of("mode", mode));
        List<CompletableFuture<HttpResponse<String>>> joins = IntStream.range(first, first + PEOPLE)
                .mapToObj(number -> client.sendAsync(join(id, Accounts.member(number)), BodyHandlers.ofString()))
                .toList();
        for (CompletableFuture<HttpResponse<String>> join : joins) {
            assertThat(join.get().statusCode()).as(join.get().body()).isEqualTo(200);
        }
        Response participants = Api.get(as(Accounts.jane()), "video-chat.participants",
                Map.of("id", id, "count", 500));
        assertThat(Set.copyOf(participants.jsonPath().<String>getList("participants.id")))
                .isEqualTo(IntStream.range(first, first + PEOPLE).mapToObj(number -> Accounts.member(number).userId())
                        .collect(Collectors.toSet()));
        assertThat(janus.participantList(id, plugin)).hasSize(PEOPLE);
        VideoChats.post(Accounts.jane(), "end", id).then().statusCode(200);
        await().until(() -> janus.participantList(id, plugin).isMissingNode());
    }

    @Test
    void fiftyJoinsOfOnePersonLeaveOneParticipant() throws Exception {
        String id = VideoChats.start(Accounts.jane());
        List<CompletableFuture<HttpResponse<String>>> joins = IntStream.range(0, 50)
                .mapToObj(number -> client.sendAsync(join(id, Accounts.john()), BodyHandlers.ofString()))
                .toList();
        for (CompletableFuture<HttpResponse<String>> join : joins) {
            assertThat(join.get().statusCode()).as(join.get().body()).isEqualTo(200);
        }
        String endpoint = VideoChats.participants(Accounts.jane(), id).then().body("total", equalTo(1))
                .extract().path("participants[0].video.endpoint");
        await().untilAsserted(() -> assertThat(janus.participantList(id, "videoroom").findValuesAsText("id"))
                .containsExactly(endpoint));
    }

    private static HttpRequest join(String id, Account user) {
        try {
            return HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1/video-chat.join"))
                    .header("Content-Type", "application/json")
                    .header("X-User-Id", user.userId()).header("X-Auth-Token", user.token())
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(
                            Map.of("id", id, "params", WebRtcParameters.anyText()))))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
