package dev.usher.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.usher.Ports;
import dev.usher.RawConnection;
import dev.usher.RawConnection.Answer;
import dev.usher.UsherProfile;
import dev.usher.cluster.UsherProcess;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.identity.Token;
import dev.usher.videochat.WebRtcParameters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of every type that the OpenAPI document names, and MTKruto's, with mistakes of all kinds in JSON, text,
 * numbers, headers, queries and HTTP itself. Whatever is sent, the answer is none of status 5xx and has the dialect's
 * shape, and no exception is in the log. A failure prints the seed.
 * <p>
 * {@code -Dfuzz.seconds=600} goes on for ten minutes, {@code -Dfuzz.seed=…} does the same again.
 */
@Tag("slow")
class RequestsFuzzIT {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 8));
    private static final int ANSWER_MILLIS = 10_000;
    /** Where HTTP itself is wrong there may be nothing to answer. */
    private static final int SILENCE_MILLIS = 100;
    /** So much of a request line there is for the address in any case. */
    private static final int LONGEST_TARGET = 4000;
    private static final int LONGEST_LINE = 4096;
    private static final int REQUESTS_PER_CALL = 40;
    private static final String PREFIX = "/api/v1/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern NO_MEDIA_SERVER = Pattern.compile("GROUPCALL_\\w+_FAILED");
    private static final Set<Integer> REFUSED_HTTP = Set.of(501, 505);

    private static final String[] TEXTS = {
        "", " ", "\u0000", "\r\nX-Injected: yes", "\u2028", "\u202e", "\ud800", "\ufeff", "a".repeat(3000), "é",
        "\ud83d\ude80".repeat(70), "null", "true", "[]", "{}", "{call.id}", "%00", "%zz", "%c3%28", "../../etc/passwd",
        "${jndi:ldap://127.0.0.1}", "' OR 1=1 --", "<script>", "٣٣", "-0", "1e400", "NaN", "guest:x", "me" };
    private static final String[] NUMBERS = {
        "0", "-0", "-1", "1", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
        "99999999999999999999999999999999999999", "1e400", "-1e400", "1.5", "0.1e-300", "1E3" };
    private static final String[] HEADERS = {
        "X-User-Id", "X-Auth-Token", "X-Guest-Token", "Authorization", "X-Forwarded-For", "Accept", "Accept-Encoding",
        "Content-Encoding", "Last-Event-ID", "Origin", "Cookie", "Range", "If-None-Match", "Forwarded", "Expect",
        "Upgrade", "X-HTTP-Method-Override", "Accept-Language" };
    private static final String[] CONTENT_TYPES = {
        "text/plain", "application/json; charset=utf-16", "application/json;charset=nonsense", "nonsense", "", "/",
        "application/*", "*/*", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
        "application/json; q=\"", "application/xml", "application/vnd.api+json" };
    private static final String[] VERBS = { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "get" };

    /** One type of request: the names and JSON types of its parameters, or the example of MTKruto's arguments. */
    private record Type(String verb, String path, Map<String, String> parameters, List<String> arguments) {

        boolean isMtkruto() {
            return arguments != null;
        }
    }

    private record Request(Type type, String target, byte[] bytes, boolean isHttp) {

        /** What is no URI is refused before anybody looks at what it might mean. */
        boolean hasAddress() {
            try {
                new URI(target);
                return true;
            } catch (URISyntaxException noUri) {
                return false;
            }
        }

        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.length() > 2000 ? text.substring(0, 2000) + "… " + text.length() : text;
        }
    }

    private final Account admin = Accounts.admin();
    private final Account jane = Accounts.jane();
    private final long seed = Long.getLong("fuzz.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private UsherProcess usher;
    private String conference;
    private String videoChat;

    @BeforeEach
    void start() {
        Map<String, String> settings = new HashMap<>(new UsherProfile().getConfigOverrides());
        settings.put("usher.rate-limit.enabled", "false");
        settings.put("quarkus.http.access-log.enabled", "true");
        // Ten minutes begin more calls than are kept open.
        settings.put("usher.call.max-duration", "1m");
        usher = new UsherProcess(settings, Ports.free()).start().awaitReady();
    }

    @AfterEach
    void stop() {
        usher.close();
    }

    @Test
    void everyRequestIsAnsweredAsItsDialectSays() throws Exception {
        List<Type> types = types();
        Set<Type> succeeded = new HashSet<>();
        int requests = 0;
        RawConnection connection = new RawConnection(usher.port());
        for (long end = System.nanoTime() + TIME.toNanos(); System.nanoTime() < end; requests++) {
            if (requests % REQUESTS_PER_CALL == 0) {
                conference = started("video-conference.start", "/data/callId");
                videoChat = started("video-chat.start", "/videoChat/id");
            }
            Request request = request(types.get(random.nextInt(types.size())));
            if (!request.isHttp) {
                assertHttpIsRefused(request);
                continue;
            }
            Answer answer = connection.send(request.bytes).answer(ANSWER_MILLIS);
            if (answer == null) {
                connection = new RawConnection(usher.port());
                answer = connection.send(request.bytes).answer(ANSWER_MILLIS);
            }
            assertThat(answer).as("seed %d: %s", seed, request).isNotNull();
            assertShape(request, answer);
            if (answer.status() == 200) {
                succeeded.add(request.type);
            }
            if (answer.closes()) {
                connection.close();
                connection = new RawConnection(usher.port());
            }
        }
        connection.close();
        System.out.printf("%d requests, %d of %d types have succeeded, seed %d%n", requests, succeeded.size(),
                types.size(), seed);
        assertThat(succeeded.size()).as("seed %d: types that succeed", seed).isGreaterThan(types.size() / 2);
        assertThat(usher.isReady()).isTrue();
        assertThat(usher.log()).as("seed %d", seed).doesNotContain("ERROR").doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    private void assertShape(Request request, Answer answer) throws IOException {
        String what = "seed %d: %s gives %d %s".formatted(seed, request, answer.status(), answer.text());
        assertThat(answer.headers()).as(what).doesNotContainKey("x-injected");
        if (answer.isStream()) {
            return;
        }
        if (request.type.path.contains("{")) {
            assertThat(answer.status()).as(what).isLessThan(500);
            return;
        }
        if (request.toString().startsWith("OPTIONS") && answer.status() == 200) {
            return;
        }
        if (!request.hasAddress() || request.target.length() > LONGEST_LINE) {
            assertThat(answer.status()).as(what).isIn(400, 414);
            return;
        }
        if (answer.status() == 414) {
            assertThat(request.target.length()).as(what).isGreaterThan(LONGEST_TARGET);
            return;
        }
        assertThat(answer.contentType()).as(what).isEqualTo("application/json");
        JsonNode body = json(what, answer.body());
        if (answer.status() >= 500) {
            String error = request.type.isMtkruto() ? body.asText() : body.path("errorType").asText();
            assertThat(answer.status()).as(what).isEqualTo(500);
            assertThat(error).as(what).matches(NO_MEDIA_SERVER);
        } else if (answer.status() >= 400) {
            assertThat(request.type.isMtkruto() ? body.isTextual() : body.path("error").isTextual()
                    && !body.path("success").asBoolean(true)).as(what).isTrue();
        } else {
            assertThat(request.type.isMtkruto() || body.isObject()).as(what).isTrue();
        }
    }

    private static JsonNode json(String what, byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(what, e);
        }
    }

    private void assertHttpIsRefused(Request request) throws IOException {
        try (RawConnection wrong = new RawConnection(usher.port())) {
            Answer answer = wrong.send(request.bytes).endOutput().answer(SILENCE_MILLIS);
            if (answer != null && !REFUSED_HTTP.contains(answer.status())) {
                assertThat(answer.status()).as("seed %d: %s", seed, request).isLessThan(501);
                assertThat(answer.status() != 500 || NO_MEDIA_SERVER.matcher(answer.text()).find())
                        .as("seed %d: %s gives %s", seed, request, answer.text()).isTrue();
            }
        } catch (SocketTimeoutException waitsForMore) {
            return;
        } catch (IOException closed) {
            assertThat(usher.health("live")).as("seed %d: %s: %s", seed, request, closed).isEqualTo(200);
        }
    }

    private String started(String endpoint, String pointer) throws IOException {
        try (RawConnection connection = new RawConnection(usher.port())) {
            byte[] body = "{\"roomId\":\"general\"}".getBytes(StandardCharsets.UTF_8);
            return JSON.readTree(connection.send(("POST " + PREFIX + endpoint + " HTTP/1.1\r\nHost: usher\r\n"
                    + credentials(admin) + "Content-Type: application/json\r\nContent-Length: " + body.length
                    + "\r\n\r\n")).send(body).answer(ANSWER_MILLIS).body()).at(pointer).asText();
        }
    }

    private static String credentials(Account account) {
        return "X-User-Id: " + account.userId() + "\r\nX-Auth-Token: " + account.token() + "\r\n";
    }

    private List<Type> types() throws IOException {
        JsonNode document;
        try (RawConnection connection = new RawConnection(usher.port())) {
            document = JSON.readTree(connection.send("GET /q/openapi?format=json HTTP/1.1\r\nHost: usher\r\n\r\n")
                    .answer(ANSWER_MILLIS).body());
        }
        List<Type> types = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            Map<String, String> parameters = new HashMap<>();
            for (JsonNode parameter : operation.getValue().path("parameters")) {
                if (parameter.path("in").asText().equals("query")) {
                    parameters.put(parameter.path("name").asText(), "query");
                }
            }
            String schema = operation.getValue().at("/requestBody/content/application~1json/schema/$ref").asText();
            if (!schema.isEmpty()) {
                document.at(schema.substring(1)).path("properties").properties().forEach(property ->
                        parameters.put(property.getKey(), property.getValue().path("type").asText("object")));
            }
            types.add(new Type(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), parameters, null));
        }));
        assertThat(types).hasSizeGreaterThan(40);
        for (String verb : List.of("GET", "POST")) {
            types.add(mtkruto(verb, "startVideoChat", "room", "title"));
            types.add(mtkruto(verb, "scheduleVideoChat", "room", "time", "title"));
            types.add(mtkruto(verb, "getVideoChat", "id"));
            types.add(mtkruto(verb, "joinVideoChat", "id", "params", "options"));
            types.add(mtkruto(verb, "joinLiveStream", "id"));
            types.add(mtkruto(verb, "leaveVideoChat", "id"));
        }
        return types;
    }

    private Type mtkruto(String verb, String method, String... arguments) {
        return new Type(verb, "/mtkruto/user" + admin.token() + "/" + method, Map.of(), List.of(arguments));
    }

    private Request request(Type type) throws IOException {
        boolean isHttp = random.nextInt(12) > 0;
        boolean wrongVerb = random.nextInt(40) == 0;
        String verb = wrongVerb ? any(VERBS) : type.verb;
        boolean hasBody = type.verb.equals("POST");
        byte[] body = hasBody ? body(type) : new byte[0];
        String path = type.path.replaceAll("\\{\\w+}", "x") + (hasBody && random.nextInt(10) > 0 ? "" : query(type));
        StringBuilder head = new StringBuilder(verb).append(' ').append(path).append(" HTTP/1.1\r\nHost: usher\r\n");
        head.append(switch (random.nextInt(12)) {
            case 0 -> "";
            case 1 -> "X-Guest-Token: " + Token.random() + "\r\n";
            case 2 -> "X-User-Id: " + admin.userId() + "\r\n";
            case 3 -> credentials(jane);
            default -> credentials(admin);
        });
        while (random.nextInt(4) == 0) {
            String name = any(HEADERS);
            if (!name.equals("Upgrade") && !name.equals("Expect")) {
                head.append(name).append(": ").append(headerText()).append("\r\n");
            }
        }
        if (hasBody || wrongVerb) {
            head.append("Content-Type: ").append(random.nextInt(12) == 0 ? any(CONTENT_TYPES)
                    : type.path.contains("{") ? "application/x-www-form-urlencoded" : "application/json").append("\r\n");
        }
        boolean chunked = hasBody && random.nextInt(10) == 0;
        if (chunked) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (hasBody) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        if (chunked && body.length > 0) {
            bytes.write((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        bytes.write(body);
        if (chunked) {
            bytes.write(((body.length > 0 ? "\r\n" : "") + "0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return new Request(type, path, isHttp ? bytes.toByteArray() : broken(bytes.toByteArray()), isHttp);
    }

    /** A text as a header can hold it. */
    private String headerText() {
        return any(TEXTS).replaceAll("[^\\x20-\\xff]", "?");
    }

    /** The same with mistakes in HTTP itself. */
    private byte[] broken(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        String mistaken = switch (random.nextInt(12)) {
            case 0 -> text.substring(0, random.nextInt(text.length()));
            case 1 -> text.replaceFirst("\r\n", "\r\nContent-Length: 5\r\nContent-Length: 7\r\n");
            case 2 -> text.replaceFirst("\r\n", "\r\nContent-Length: " + any(NUMBERS) + "\r\n");
            case 3 -> text.replaceFirst("\r\n", "\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n");
            case 4 -> text.replaceFirst("HTTP/1.1", "HTTP/" + random.nextInt(10) + "." + random.nextInt(10));
            case 5 -> text.replaceFirst("Host: usher", "Host: \u0000\u00ff/:@");
            case 6 -> text.replaceFirst(" /", " " + Matcher.quoteReplacement(
                    any(List.of("*", "//", "http://", "\\", "?", "#", "", "%", "/../"))));
            case 7 -> text.replaceFirst("\r\n", "\r\nExpect: 100-continue\r\n");
            case 8 -> text.replaceFirst("\r\n", "\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: "
                    + any(List.of("h2c", "websocket", "TLS/1.0")) + "\r\nHTTP2-Settings: AAMAAABk\r\n");
            case 9 -> text.replaceFirst("\r\n", "\r\n" + any(HEADERS) + "\u0001: x\r\n folded\r\n");
            case 10 -> text.replace("\r\n", any(List.of("\n", "\r", "\n\r")));
            default -> {
                StringBuilder flipped = new StringBuilder(text);
                for (int flips = random.nextInt(8); flips >= 0; flips--) {
                    flipped.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
                }
                yield flipped.toString();
            }
        };
        return mistaken.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String query(Type type) throws IOException {
        List<String> parts = new ArrayList<>();
        if (type.isMtkruto()) {
            for (String argument : type.arguments) {
                parts.add(encoded(JSON.writeValueAsString(argument(argument))));
            }
        } else {
            type.parameters.forEach((name, kind) -> {
                if (!name.equals("ticket") || random.nextInt(5) == 0) {
                    parts.add(name + "=" + encoded(value(name, kind).asText()));
                }
            });
        }
        switch (random.nextInt(8)) {
            case 0 -> parts.add(encoded(any(TEXTS)) + "=" + encoded(any(TEXTS)));
            case 1 -> parts.addAll(parts);
            case 2 -> parts.add(any(List.of("&", "=", "%20", ";", "+", "[]", "a[]=1", "=1", "%F0%9F", "%", "%4", "%zz")));
            default -> { }
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    /** Percent-encoded, sometimes in no valid UTF-8. */
    private String encoded(String text) {
        Charset charset = random.nextInt(20) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(charset)) {
            encoded.append(each >= '0' && each <= '9' || each >= 'a' && each <= 'z' || each >= 'A' && each <= 'Z'
                    ? String.valueOf((char) each) : "%%%02X".formatted(each & 0xff));
        }
        return encoded.toString();
    }

    private byte[] body(Type type) throws IOException {
        JsonNode json;
        if (type.isMtkruto()) {
            ArrayNode array = NODES.arrayNode();
            type.arguments.forEach(argument -> array.add(argument(argument)));
            json = array;
        } else {
            ObjectNode object = NODES.objectNode();
            type.parameters.forEach((name, kind) -> object.set(name, value(name, kind)));
            if (random.nextInt(12) == 0) {
                object.set(any(TEXTS), nasty());
            }
            json = object;
        }
        String text = JSON.writeValueAsString(json);
        return switch (random.nextInt(25)) {
            case 0 -> text.substring(0, random.nextInt(text.length())).getBytes(StandardCharsets.UTF_8);
            case 1 -> ("[".repeat(random.nextInt(6000)) + text).getBytes(StandardCharsets.UTF_8);
            case 2 -> ("{\"a\":".repeat(random.nextInt(2500)) + "1").getBytes(StandardCharsets.UTF_8);
            case 3 -> text.getBytes(any(List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16BE,
                    StandardCharsets.ISO_8859_1)));
            case 4 -> (text + any(TEXTS)).getBytes(StandardCharsets.UTF_8);
            case 5 -> nasty().toString().getBytes(StandardCharsets.UTF_8);
            case 6 -> {
                byte[] flipped = text.getBytes(StandardCharsets.UTF_8);
                for (int flips = random.nextInt(6); flips >= 0; flips--) {
                    flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
                }
                yield flipped;
            }
            default -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    private JsonNode argument(String name) {
        return random.nextInt(10) == 0 ? nasty() : switch (name) {
            case "id" -> NODES.textNode(videoChat);
            case "room" -> random.nextBoolean() ? NODES.textNode("general") : NODES.numberNode(-100777);
            case "time" -> NODES.numberNode(System.currentTimeMillis() / 1000 + 60);
            case "params" -> NODES.textNode(WebRtcParameters.anyText());
            default -> NODES.objectNode().set(any(List.of("title", "audio", "joinAs", "isLiveStream", "inviteHash")),
                    nasty());
        };
    }

    /** A value that is right more often than not. */
    private JsonNode value(String name, String kind) {
        if (random.nextInt(8) == 0) {
            return nasty();
        }
        Supplier<JsonNode> optional = NODES::nullNode;
        return switch (name) {
            case "callId" -> NODES.textNode(random.nextInt(5) == 0 ? videoChat : conference);
            case "id" -> NODES.textNode(random.nextInt(5) == 0 ? conference : videoChat);
            case "params" -> NODES.textNode(WebRtcParameters.anyText());
            case "startAt" -> NODES.numberNode(System.currentTimeMillis() / 1000 + 60);
            case "role" -> NODES.textNode(any(List.of("speaker", "listener")));
            case "state" -> NODES.objectNode().put("mic", random.nextBoolean())
                    .set("cam", random.nextInt(4) == 0 ? nasty() : NODES.booleanNode(true));
            case "mode" -> NODES.textNode(any(List.of("video", "voice")));
            case "lastEventId", "offset", "count" -> NODES.textNode(any(NUMBERS));
            case "password", "user" -> NODES.textNode("admin");
            case "joinAs", "inviteHash", "publicKey", "participantId", "subscription", "answer", "resume" ->
                random.nextBoolean() ? optional.get() : NODES.textNode(any(TEXTS));
            default -> switch (kind) {
                case "boolean" -> NODES.booleanNode(random.nextBoolean());
                case "integer", "number" -> NODES.numberNode(random.nextInt(100));
                case "array" -> NODES.arrayNode().add(name.equals("sources") ? NODES.numberNode(random.nextInt())
                        : NODES.textNode("jane"));
                default -> NODES.textNode("x" + random.nextInt(100));
            };
        };
    }

    private JsonNode nasty() {
        return switch (random.nextInt(7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.objectNode().set(any(TEXTS), NODES.textNode(any(TEXTS)));
            case 2 -> NODES.arrayNode().add(NODES.textNode(any(TEXTS))).add(1);
            case 3 -> NODES.booleanNode(random.nextBoolean());
            case 4 -> number(any(NUMBERS));
            default -> NODES.textNode(any(TEXTS));
        };
    }

    private static JsonNode number(String text) {
        return NODES.numberNode(new BigDecimal(text));
    }

    private String any(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
