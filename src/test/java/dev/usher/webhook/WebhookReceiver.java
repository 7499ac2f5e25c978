package dev.usher.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.awaitility.Awaitility;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.usher.Ports;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server of webhooks: it checks every signature, answers what the test wants, and can go away and come back at the
 * same port. Usher gets three webhooks: {@value #ALL}, {@value #SOME}, which wants only calls that start and end, and
 * {@value #NOWHERE}, where nobody listens.
 */
public final class WebhookReceiver implements QuarkusTestResourceLifecycleManager {

    public static final String ALL = "all";
    public static final String SOME = "some";
    public static final String NOWHERE = "nowhere";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] BYTES = "some bytes that are no text \u00e9".getBytes(StandardCharsets.UTF_16);
    private static final String TEXT = "a text \u00e9";
    private static final long TOLERANCE_SECONDS = 60;

    /** How it answers. */
    public enum Mood {
        GOOD, BROKEN, REDIRECTING, PAUSING, SILENT, ENDLESS
    }

    /**
     * An attempt to send an event.
     *
     * @param isTaken whether it was answered with 200
     */
    public record Attempt(String webhook, String id, String timestamp, String signature, JsonNode body, Instant at,
            boolean isTaken) {

        public String type() {
            return body.path("type").asText();
        }

        public String callId() {
            return body.path("callId").asText();
        }

        public long version() {
            return body.path("version").asLong();
        }
    }

    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final int port = Ports.free();
    private volatile Mood mood = Mood.GOOD;
    private HttpServer server;
    private ExecutorService threads;

    @Override
    public Map<String, String> start() {
        open();
        String url = "http://127.0.0.1:" + port + "/";
        Map<String, String> settings = new HashMap<>();
        settings.put("usher.webhooks.all.url", url + ALL + "?key=a%20b");
        settings.put("usher.webhooks.all.secret", "whsec_" + Base64.getEncoder().encodeToString(BYTES));
        settings.put("usher.webhooks.some.url", url + SOME);
        settings.put("usher.webhooks.some.secret", TEXT);
        settings.put("usher.webhooks.some.events", "call-started,call-ended");
        settings.put("usher.webhooks.nowhere.url", "http://127.0.0.1:1/");
        settings.put("usher.webhooks.nowhere.secret", TEXT);
        settings.put("usher.webhooks.nowhere.events", "call-renamed");
        settings.put("usher.webhooks.nowhere.retry-for", "1s");
        return settings;
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(this, new TestInjector.MatchesType(WebhookReceiver.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            close();
        }
    }

    /** Listens, again after {@link #close}. */
    public void open() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** Goes away: connections break, and new ones are refused. */
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        server = null;
    }

    public void be(Mood next) {
        mood = next;
    }

    private void take(HttpExchange exchange) throws IOException {
        Mood now = mood;
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            check(exchange, body);
            attempts.add(new Attempt(exchange.getRequestURI().getPath().substring(1), header(exchange, "webhook-id"),
                    header(exchange, "webhook-timestamp"), header(exchange, "webhook-signature"),
                    JSON.readTree(body), Instant.now(), now == Mood.GOOD));
        } catch (RuntimeException | GeneralSecurityException e) {
            wrong.add(e.toString());
        }
        answer(exchange, now);
    }

    private static void answer(HttpExchange exchange, Mood mood) throws IOException {
        switch (mood) {
            case GOOD -> exchange.sendResponseHeaders(200, -1);
            case BROKEN -> {
                byte[] why = "no".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(500, why.length);
                exchange.getResponseBody().write(why);
            }
            case REDIRECTING -> {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(307, -1);
            }
            case PAUSING -> {
                exchange.getResponseHeaders().add("Retry-After", "3");
                exchange.sendResponseHeaders(429, -1);
            }
            case SILENT -> pause(Duration.ofMinutes(1));
            case ENDLESS -> {
                exchange.sendResponseHeaders(500, 0);
                while (true) {
                    exchange.getResponseBody().write(new byte[1024]);
                    exchange.getResponseBody().flush();
                    pause(Duration.ofMillis(1));
                }
            }
        }
        exchange.close();
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    private static void check(HttpExchange exchange, byte[] body) throws GeneralSecurityException {
        assertThat(exchange.getRequestMethod()).isEqualTo("POST");
        assertThat(header(exchange, "Content-Type")).isEqualTo("application/json");
        assertThat(header(exchange, "User-Agent")).isEqualTo("Usher");
        boolean isAll = exchange.getRequestURI().toString().equals("/all?key=a%20b");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(isAll ? BYTES : TEXT.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String timestamp = header(exchange, "webhook-timestamp");
        assertThat(Long.parseLong(timestamp)).isBetween(Instant.now().getEpochSecond() - TOLERANCE_SECONDS,
                Instant.now().getEpochSecond() + TOLERANCE_SECONDS);
        mac.update((header(exchange, "webhook-id") + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        assertThat(header(exchange, "webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
    }

    /** All that has come for a call, in order. */
    public List<Attempt> attempts(String webhook, String callId) {
        assertThat(wrong).isEmpty();
        return attempts.stream().filter(attempt -> attempt.webhook().equals(webhook)
                && callId.equals(attempt.callId())).toList();
    }

    /** The events of a call that were taken, each once, in the order in which they came first. */
    public List<Attempt> taken(String webhook, String callId) {
        Map<String, Attempt> first = new LinkedHashMap<>();
        attempts(webhook, callId).stream().filter(Attempt::isTaken)
                .forEach(attempt -> first.putIfAbsent(attempt.id(), attempt));
        return new ArrayList<>(first.values());
    }

    public List<String> types(String webhook, String callId) {
        return taken(webhook, callId).stream().map(Attempt::type).toList();
    }

    /** Waits until exactly those have been taken, in that order. */
    public void awaitTypes(Duration time, String callId, List<String> types) {
        Awaitility.await().atMost(time).pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(types(ALL, callId)).containsExactlyElementsOf(types));
        assertThat(taken(ALL, callId)).extracting(Attempt::version).isSorted();
    }
}
