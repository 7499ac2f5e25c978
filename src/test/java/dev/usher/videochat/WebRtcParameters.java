package dev.usher.videochat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Connection parameters of clients that are well-formed, but behind which there is no client. */
public final class WebRtcParameters {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger SOURCES = new AtomicInteger(1_000_000);

    private WebRtcParameters() {
    }

    /** Parameters with SSRCs that no others have, of a client that sends audio and video. */
    public static ObjectNode any() {
        int source = SOURCES.addAndGet(10);
        return JSON.valueToTree(Map.of(
                "ssrc", source,
                "ufrag", "tEx6",
                "pwd", "ev6nVPnFkfUoGDsRf0U6CpIQ",
                "fingerprints", List.of(fingerprint("active")),
                "ssrc-groups", List.of(Map.of("semantics", "FID", "sources", List.of(source + 1, source + 2)))));
    }

    public static String anyText() {
        return any().toString();
    }

    static Map<String, String> fingerprint(String setup) {
        return Map.of("hash", "sha-256", "setup", setup, "fingerprint", "AB:".repeat(31) + "CD");
    }

    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
