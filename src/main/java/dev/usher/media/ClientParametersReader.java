package dev.usher.media;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.usher.call.Connection.SourceGroup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Reads {@link ClientParameters} from their JSON. What it does not know there may be; what it knows must be right. */
@Singleton
public class ClientParametersReader {

    private static final int MAX_GROUPS = 8;
    private static final int MAX_LAYERS = 3;
    private static final long MAX_UNSIGNED = 0xFFFF_FFFFL;

    private final ObjectReader json;

    @Inject
    ClientParametersReader(ObjectMapper mapper) {
        json = mapper.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Fails with {@link InvalidParametersException}. */
    public ClientParameters read(String text) {
        JsonNode document = parse(text);
        if (!document.isObject()) {
            throw new InvalidParametersException("the parameters must be a JSON object");
        }
        return new ClientParameters(
                document.hasNonNull("ssrc") ? source(document.get("ssrc"), "ssrc") : 0,
                groups(document.path("ssrc-groups")),
                text(document, "ufrag"), text(document, "pwd"),
                fingerprint(document.path("fingerprints")));
    }

    private JsonNode parse(String text) {
        try {
            JsonNode document = json.readValue(text);
            return document == null ? MissingNode.getInstance() : document;
        } catch (JsonProcessingException malformed) {
            throw new InvalidParametersException("the parameters are not JSON");
        }
    }

    /** Of several the strongest that is usual, else the first. */
    private static Fingerprint fingerprint(JsonNode array) {
        if (!array.isArray() || array.isEmpty()) {
            throw new InvalidParametersException("fingerprints must be an array of at least one");
        }
        Fingerprint chosen = null;
        for (JsonNode item : array) {
            Fingerprint fingerprint = Fingerprint.of(text(item, "hash"), text(item, "fingerprint"),
                    text(item, "setup"));
            if (chosen == null || fingerprint.hash().equals("sha-256")) {
                chosen = fingerprint;
            }
        }
        return chosen;
    }

    private static List<SourceGroup> groups(JsonNode array) {
        if (array.isMissingNode() || array.isNull()) {
            return List.of();
        }
        if (!array.isArray() || array.size() > MAX_GROUPS) {
            throw new InvalidParametersException("ssrc-groups must be an array of at most " + MAX_GROUPS);
        }
        List<SourceGroup> groups = new ArrayList<>();
        array.forEach(group -> groups.add(group(group)));
        return groups;
    }

    private static SourceGroup group(JsonNode group) {
        String semantics = text(group, "semantics");
        List<Integer> sources = new ArrayList<>();
        for (JsonNode item : group.path("sources")) {
            int source = source(item, "a source");
            if (source == 0 || sources.contains(source)) {
                throw new InvalidParametersException("the sources of a group must differ, and none be 0");
            }
            sources.add(source);
        }
        boolean right = switch (semantics) {
            case "FID" -> sources.size() == 2;
            case "SIM" -> sources.size() >= 2 && sources.size() <= MAX_LAYERS;
            default -> false;
        };
        if (!right) {
            throw new InvalidParametersException("a group must be FID of 2 or SIM of 2 to 3 sources");
        }
        return new SourceGroup(semantics, sources);
    }

    /** An SSRC, which clients write as a signed or as an unsigned number of 32 bits. */
    private static int source(JsonNode value, String name) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()
                || value.longValue() < Integer.MIN_VALUE || value.longValue() > MAX_UNSIGNED) {
            throw new InvalidParametersException(name + " must be a whole number of 32 bits");
        }
        return (int) value.longValue();
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw new InvalidParametersException(name + " must be a string");
        }
        return value.textValue();
    }
}
