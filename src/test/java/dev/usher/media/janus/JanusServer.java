package dev.usher.media.janus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.usher.LocalServer;


/**
 * A real Janus, started as in production but wholly on 127.0.0.1, that a test can ask who is in a room, and can kill,
 * stop for a while and start again. Its output is in target/janus.
 */
public final class JanusServer extends LocalServer {

    private static final Path START = Path.of("docker", "janus", "start").toAbsolutePath();
    private static final Path LOOPBACK = Path.of("src", "test", "janus", "loopback.c").toAbsolutePath();
    /** Below the ports that the system gives away by itself; a fourth Janus at a time shares those of the first. */
    private static final int PORTS = 4000;
    private static final int RANGES = 3;
    private static final int FIRST_PORT = 20_000;
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final String apiSecret = secret();
    private final String adminKey = secret();
    private int port;
    private String rtpPorts;

    public JanusServer() {
        super("janus");
    }

    @Override
    public synchronized Map<String, String> start() {
        port = freePort();
        int first = FIRST_PORT + STARTED.getAndIncrement() % RANGES * PORTS;
        rtpPorts = first + "-" + (first + PORTS - 1);
        launch();
        return Map.of("usher.media.janus.url", url(),
                "usher.media.janus.api-secret", apiSecret,
                "usher.media.janus.admin-key", adminKey);
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(this, new TestInjector.MatchesType(JanusServer.class));
    }

    @Override
    public synchronized void stop() {
        if (isStarted()) {
            kill();
        }
    }

    @Override
    public int port() {
        return port;
    }

    /** The URL of its API. */
    public String url() {
        return "http://127.0.0.1:" + port + "/janus";
    }

    /** What every request needs. */
    public String apiSecret() {
        return apiSecret;
    }

    /** What making a room needs. */
    public String adminKey() {
        return adminKey;
    }

    /**
     * How many send media to a room: in a videoroom those whose connection is up, in an audiobridge all who have
     * joined. None if there is no such room.
     */
    public int participants(String roomId, String plugin) {
        Predicate<JsonNode> counts = "janus.plugin.videoroom".equals(full(plugin))
                ? participant -> participant.path("publisher").asBoolean()
                : participant -> true;
        int count = 0;
        for (JsonNode participant : participantList(roomId, plugin)) {
            count += counts.test(participant) ? 1 : 0;
        }
        return count;
    }

    /**
     * The participants of a room as the plugin, videoroom or audiobridge, lists them; a missing node if there is no
     * such room.
     */
    public JsonNode participantList(String roomId, String plugin) {
        long session = ask("", request("create")).at("/data/id").longValue();
        try {
            ObjectNode attach = request("attach").put("plugin", full(plugin));
            long handle = ask("/" + session, attach).at("/data/id").longValue();
            ObjectNode list = request("message");
            ObjectNode body = list.putObject("body").put("request", "listparticipants");
            if (roomId.matches("\\d{1,19}")) {
                body.put("room", Long.parseLong(roomId));
            } else {
                body.put("room", roomId);
            }
            JsonNode data = ask("/" + session + "/" + handle, list).at("/plugindata/data");
            int error = data.path("error_code").asInt();
            if (error == 426 || error == 485) { // no such room, as the one and the other plugin say it
                return MissingNode.getInstance();
            }
            if (!data.path("participants").isArray()) {
                throw new IllegalStateException("Janus answers " + data);
            }
            return data.path("participants");
        } finally {
            ask("/" + session, request("destroy"));
        }
    }

    private static String full(String plugin) {
        return plugin.startsWith("janus.plugin.") ? plugin : "janus.plugin." + plugin;
    }

    private ObjectNode request(String kind) {
        return JSON.createObjectNode()
                .put("janus", kind).put("transaction", UUID.randomUUID().toString()).put("apisecret", apiSecret);
    }

    private JsonNode ask(String path, ObjectNode request) {
        HttpRequest post = HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(5))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.toString())).build();
        try {
            JsonNode answer = JSON.readTree(client.send(post, BodyHandlers.ofString()).body());
            if (!"success".equals(answer.path("janus").asText())) {
                throw new IllegalStateException("Janus answers " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Janus knows nothing of before. */
    @Override
    protected void launch() {
        requireInstalled("janus", "janus");
        try {
            Files.createDirectories(configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ProcessBuilder builder = new ProcessBuilder(START.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("JANUS_"));
        builder.environment().putAll(Map.of(
                "JANUS_API_SECRET", apiSecret,
                "JANUS_ADMIN_KEY", adminKey,
                "JANUS_HTTP_IP", "127.0.0.1",
                "JANUS_HTTP_PORT", Integer.toString(port),
                "JANUS_RTP_PORTS", rtpPorts,
                "JANUS_ICE_ENFORCE", "127.0.0.1",
                "LD_PRELOAD", compiled(LOOPBACK, "-ldl").toString(),
                "TMPDIR", configuration().toString()));
        launch(builder, this::answers);
        // it is read once
        delete(configuration());
    }

    private boolean answers() throws InterruptedException {
        HttpRequest info = HttpRequest.newBuilder(URI.create(url() + "/info")).timeout(Duration.ofSeconds(2)).build();
        try {
            HttpResponse<String> answer = client.send(info, BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("server_info");
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the start script makes the folder with the configuration, each time another. */
    private Path configuration() {
        return folder().resolve("janus-" + port);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String secret() {
        return UUID.randomUUID().toString();
    }
}
