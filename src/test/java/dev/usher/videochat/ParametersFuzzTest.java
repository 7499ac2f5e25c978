package dev.usher.videochat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.media.janus.JanusServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connection parameters of all kinds: whatever they are, joining is answered, with 200 or in the dialect's shape with
 * 400, and what a client says gets into no line of SDP where it does not belong. The seed is printed by a failure.
 */
@QuarkusTest
@TestProfile(JanusProfile.class)
class ParametersFuzzTest {

    private static final int RUNS = 1500;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] NASTY = {
        "", "\r\na=candidate:1 1 udp 1 10.0.0.1 9 typ host", "\n", "\r", "\u2028", "\u0000", "a".repeat(300),
        "abcd a=setup:active", "sha-256 AB", "\ud800", "%0d%0a", "../../etc", "tEx6\u0085", "٣٣٣٣", "null", "{}" };
    private static final String[] NUMBERS = {
        "0", "-0", "1", "-1", "2147483648", "-2147483649", "4294967295", "4294967296", "1e400", "1.5", "1e3",
        "99999999999999999999999999999999", "NaN", "0x10", "true" };

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Account john = Accounts.john();
    JanusServer janus;

    @Test
    void everyTextIsAnswered() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String id = VideoChats.start(Accounts.jane());
        int admitted = 0;
        for (int run = 0; run < RUNS; run++) {
            String params = mutated(random);
            HttpResponse<String> answer = run % 2 == 0 ? join(id, params) : joinByMtkruto(id, params);
            assertThat(answer.statusCode()).as("seed %d, run %d: %s gives %s", seed, run, params, answer.body())
                    .isIn(200, 400);
            JsonNode body = JSON.readTree(answer.body());
            String error = run % 2 == 0 ? body.path("errorType").asText() : body.asText();
            if (answer.statusCode() == 200) {
                admitted++;
            } else {
                assertThat(error).as("seed %d, run %d: %s", seed, run, params)
                        .isIn("DATA_JSON_INVALID", "GROUPCALL_SSRC_DUPLICATE_MUCH");
            }
        }
        assertThat(admitted).as("seed %d: some are right", seed).isPositive();
        assertThat(janus.participantList(id, "videoroom").size()).isLessThanOrEqualTo(2);
        join(id, WebRtcParameters.anyText());
    }

    private HttpResponse<String> join(String id, String params) throws Exception {
        return send("/api/v1/video-chat.join", JSON.writeValueAsString(Map.of("id", id, "params", params)));
    }

    private HttpResponse<String> joinByMtkruto(String id, String params) throws Exception {
        return send("/mtkruto/user" + john.token() + "/joinVideoChat", JSON.writeValueAsString(List.of(id, params)));
    }

    private HttpResponse<String> send(String path, String body) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .header("Content-Type", "application/json")
                .header("X-User-Id", john.userId()).header("X-Auth-Token", john.token())
                .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8))).build(),
                BodyHandlers.ofString());
    }

    private static String mutated(Random random) throws Exception {
        ObjectNode params = WebRtcParameters.any();
        int kind = random.nextInt(10);
        if (kind == 0) {
            return NASTY[random.nextInt(NASTY.length)];
        }
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            change(params, random);
        }
        String text = params.toString();
        if (kind == 1) {
            return text.substring(0, random.nextInt(text.length()));
        }
        if (kind == 2) {
            StringBuilder flipped = new StringBuilder(text);
            for (int flips = random.nextInt(5); flips >= 0; flips--) {
                flipped.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x180));
            }
            return flipped.toString();
        }
        if (kind == 3) {
            return "[".repeat(random.nextInt(3000)) + text;
        }
        return text;
    }

    private static void change(ObjectNode params, Random random) throws Exception {
        List<JsonNode> places = new ArrayList<>();
        collect(params, places);
        JsonNode place = places.get(random.nextInt(places.size()));
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(5)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name, value(random));
                case 2 -> object.put(name, object.path(name).asText() + NASTY[random.nextInt(NASTY.length)]);
                case 3 -> object.set(name + NASTY[random.nextInt(NASTY.length)], value(random));
                default -> object.put(name, NASTY[random.nextInt(NASTY.length)]);
            }
        } else if (place instanceof ArrayNode array) {
            array.insert(random.nextInt(array.size() + 1), value(random));
        }
    }

    private static JsonNode value(Random random) throws Exception {
        return switch (random.nextInt(5)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.createObjectNode();
            case 2 -> JSON.createArrayNode().add(1);
            case 3 -> JSON.getNodeFactory().textNode(NASTY[random.nextInt(NASTY.length)]);
            default -> number(NUMBERS[random.nextInt(NUMBERS.length)]);
        };
    }

    private static JsonNode number(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException noNumber) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode()) {
            places.add(node);
            node.forEach(child -> collect(child, places));
        }
    }
}
