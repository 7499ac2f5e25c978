package dev.usher.media.janus;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import org.jboss.logging.Logger;

import dev.usher.RemoteAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;

/**
 * Janus's HTTP API: requests in JSON, and events by a long poll that has a connection of its own.
 *
 * @see <a href="https://janus.conf.meetecho.com/docs/rest.html">the API's documentation</a>
 */
final class JanusHttp {

    private static final Logger LOG = Logger.getLogger(JanusHttp.class);

    private static final int MAX_EVENTS = 100;
    /** One, what is urgent, and the polls of sessions that have ended and whose connections hang. */
    private static final int MAX_POLLS = 16;
    /** Janus answers a long poll after 30 seconds at the latest. */
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(45);

    private final HttpClient requests;
    private final HttpClient polls;
    private final RemoteAddress address;
    private final Optional<String> apiSecret;
    private final Duration timeout;

    JanusHttp(Vertx vertx, String url, Optional<String> apiSecret, JanusConfig config) {
        this.address = RemoteAddress.of(JanusConfig.URL_KEY, url);
        this.apiSecret = apiSecret;
        this.timeout = config.timeout();
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        this.requests = client(vertx, options, config.maxConcurrent());
        this.polls = client(vertx, options, MAX_POLLS);
    }

    /** A broken connection is told by the request that it breaks, and need not be logged too. */
    private static HttpClient client(Vertx vertx, HttpClientOptions options, int connections) {
        HttpClient client = vertx.getDelegate().createHttpClient(options,
                new PoolOptions().setHttp1MaxSize(connections));
        client.connectionHandler(connection ->
                connection.exceptionHandler(failure -> LOG.debugf("A connection to Janus broke: %s", failure)));
        return client;
    }

    /** Janus's reply to a request at {@code /session/handle}, or a part of that. Fails with {@link JanusRefusal}. */
    Uni<JsonObject> post(String place, JsonObject request) {
        return post(requests, place, request);
    }

    /** The same for what must not wait behind other requests. */
    Uni<JsonObject> postAtOnce(String place, JsonObject request) {
        return post(polls, place, request);
    }

    private Uni<JsonObject> post(HttpClient client, String place, JsonObject request) {
        apiSecret.ifPresent(secret -> request.put("apisecret", secret));
        RequestOptions options = address.request(place).setMethod(HttpMethod.POST)
                .setTimeout(timeout.toMillis()).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return Uni.createFrom().completionStage(() -> client.request(options)
                .compose(open -> open.send(request.toBuffer()))
                .compose(JanusHttp::body)
                .map(body -> accepted(body.toJsonObject()))
                .toCompletionStage());
    }

    /** The session's next events, or none after half a minute. Fails with {@link JanusRefusal}. */
    Uni<JsonArray> poll(String session) {
        String query = "?maxev=" + MAX_EVENTS + apiSecret
                .map(secret -> "&apisecret=" + URLEncoder.encode(secret, StandardCharsets.UTF_8)).orElse("");
        RequestOptions options = address.request(session + query).setMethod(HttpMethod.GET)
                .setTimeout(POLL_TIMEOUT.toMillis());
        return Uni.createFrom().completionStage(() -> polls.request(options)
                .compose(open -> open.send())
                .compose(JanusHttp::body)
                .map(JanusHttp::events)
                .toCompletionStage());
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("Janus answered with status " + response.statusCode());
        }
        return response.body();
    }

    private static JsonArray events(Buffer body) {
        Object json = body.toJson();
        return json instanceof JsonArray array ? array : new JsonArray().add(accepted((JsonObject) json));
    }

    /** Janus's errors come with status 200. */
    static JsonObject accepted(JsonObject reply) {
        if ("error".equals(reply.getString("janus"))) {
            JsonObject error = reply.getJsonObject("error");
            throw new JanusRefusal(error.getInteger("code"), error.getString("reason"));
        }
        JsonObject data = data(reply);
        if (data.containsKey("error_code")) {
            throw new JanusRefusal(data.getInteger("error_code"), data.getString("error"));
        }
        return reply;
    }

    /** A request as who may make and moderate rooms. */
    static JsonObject withKey(JsonObject request, String adminKey) {
        return adminKey == null ? request : request.put("admin_key", adminKey);
    }

    static JsonObject sdp(String type, String sdp) {
        return new JsonObject().put("type", type).put("sdp", sdp).put("trickle", false);
    }

    /** What the plugin says in a reply or an event; empty if nothing. */
    static JsonObject data(JsonObject message) {
        JsonObject plugin = message.getJsonObject("plugindata");
        return plugin == null ? new JsonObject() : plugin.getJsonObject("data", new JsonObject());
    }
}
