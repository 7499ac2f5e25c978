package dev.usher.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** POSTs to one webhook. Of answers only the status matters; what else comes is read over, if it is little. */
final class WebhookClient {

    private static final Logger LOG = Logger.getLogger(WebhookClient.class);

    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "webhook-timestamp";
    private static final String SIGNATURE = "webhook-signature";
    private static final CharSequence USER_AGENT = HttpHeaders.createOptimized("Usher");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    /** Shorter than servers keep connections, so that few are closed under what is sent. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private final Webhook webhook;
    private final Vertx vertx;
    private final Clock clock;
    private final HttpClient client;

    /**
     * What a server says.
     *
     * @param retryAfter the seconds for which it wants to be left alone, if it says so
     */
    record Answer(int status, OptionalLong retryAfter) {

        private static final int TOO_MANY_REQUESTS = 429;
        private static final int UNAVAILABLE = 503;

        boolean isTaken() {
            return status / 100 == 2;
        }

        private static Answer of(HttpClientResponse response) {
            int status = response.statusCode();
            return new Answer(status, status == TOO_MANY_REQUESTS || status == UNAVAILABLE
                    ? seconds(response.getHeader(HttpHeaders.RETRY_AFTER)) : OptionalLong.empty());
        }

        private static OptionalLong seconds(String header) {
            return header != null && header.matches("\\d{1,9}") ? OptionalLong.of(Long.parseLong(header))
                    : OptionalLong.empty();
        }
    }

    WebhookClient(Webhook webhook, Vertx vertx, Clock clock) {
        this.webhook = webhook;
        this.vertx = vertx;
        this.clock = clock;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(millis(webhook.timeout()))
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS))
                .with(new PoolOptions().setHttp1MaxSize(webhook.maxConcurrent()))
                .withConnectHandler(connection -> connection.exceptionHandler(failure ->
                        LOG.debugf("A connection of the webhook %s broke: %s", webhook.name(), failure)))
                .build();
    }

    private static int millis(Duration time) {
        return (int) Math.min(time.toMillis(), Integer.MAX_VALUE);
    }

    /** What the server says to an event. Fails if it says nothing in time. */
    Uni<Answer> post(String id, byte[] body) {
        long now = Instant.now(clock).getEpochSecond();
        RequestOptions options = new RequestOptions(webhook.target())
                .setConnectTimeout(webhook.timeout().toMillis())
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.USER_AGENT, USER_AGENT)
                .putHeader(ID, id)
                .putHeader(TIMESTAMP, String.valueOf(now))
                .putHeader(SIGNATURE, webhook.signature().of(id, now, body));
        long deadline = System.nanoTime() + webhook.timeout().toNanos();
        return Uni.createFrom().completionStage(() -> client.request(options)
                .compose(request -> answer(request, body, deadline))
                .toCompletionStage());
    }

    private Future<Answer> answer(HttpClientRequest request, byte[] body, long deadline) {
        long rest = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        long timer = vertx.setTimer(Math.max(1, rest), late ->
                request.reset(0, new TimeoutException("no answer in " + webhook.timeout().toMillis() + " ms")));
        return request.send(Buffer.buffer(body))
                .onFailure(failure -> vertx.cancelTimer(timer))
                .map(response -> {
                    readOver(request, response, timer);
                    return Answer.of(response);
                });
    }

    /** Leaves the connection to the next request, or closes it if too much comes, or it takes too long. */
    private void readOver(HttpClientRequest request, HttpClientResponse response, long timer) {
        AtomicInteger bytes = new AtomicInteger();
        response.exceptionHandler(broken -> vertx.cancelTimer(timer));
        response.endHandler(end -> vertx.cancelTimer(timer));
        response.handler(chunk -> {
            if (bytes.addAndGet(chunk.length()) > MAX_ANSWER_BYTES) {
                request.reset();
            }
        });
    }

    /** Breaks off what is under way. */
    void close() {
        client.close();
    }
}
