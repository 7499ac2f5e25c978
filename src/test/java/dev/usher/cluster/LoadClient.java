package dev.usher.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import dev.usher.identity.Accounts.Account;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * Sends requests without waiting for answers, on as many connections as that takes. All that is handed to it runs on
 * one thread, its own.
 */
final class LoadClient implements AutoCloseable {

    /** Nobody who is answered waits that long. */
    private static final Duration HANGS = Duration.ofSeconds(15);
    private static final int CONNECTIONS = 2000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.httpClientBuilder()
            .with(new HttpClientOptions().setKeepAliveTimeout(5))
            .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS))
            .withConnectHandler(made -> made.exceptionHandler(broken -> { })) // the request tells
            .build();
    private final Context thread = vertx.getOrCreateContext();

    /**
     * What became of a request. Times are of {@link System#nanoTime()}.
     *
     * @param status 0 if the connection broke, or nothing came in time
     * @param retryAfter the header; may be null
     */
    record Answer(int status, String body, String retryAfter, long sent, long ended, Throwable failure) {

        Duration took() {
            return Duration.ofNanos(ended - sent);
        }

        @Override
        public String toString() {
            return status + " " + (failure == null ? body : failure) + " after " + took().toMillis() + " ms";
        }
    }

    /** Does something on the thread of this client. */
    void run(Runnable action) {
        thread.runOnContext(go -> action.run());
    }

    /** Does something on the thread of this client, after so many milliseconds; only to be used there. */
    void later(long millis, Runnable action) {
        vertx.setTimer(millis, timer -> action.run());
    }

    /** Does something on the thread of this client over and over, until it says that it has finished. */
    void everyMillisecond(BooleanSupplier isFinished) {
        run(() -> vertx.setPeriodic(1, timer -> {
            if (isFinished.getAsBoolean()) {
                vertx.cancelTimer(timer);
            }
        }));
    }

    /** Posts a body to an endpoint at that port; only to be used on the thread of this client. */
    void post(int port, Account user, String endpoint, String body, Consumer<Answer> then) {
        long sent = System.nanoTime();
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST).setHost("127.0.0.1").setPort(port)
                .setURI("/api/v1/" + endpoint).setTimeout(HANGS.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("X-User-Id", user.userId()).putHeader("X-Auth-Token", user.token());
        client.request(options)
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(text -> answer(response, text, sent)))
                .otherwise(failure -> new Answer(0, null, null, sent, System.nanoTime(), failure))
                .onSuccess(then::accept);
    }

    private static Answer answer(HttpClientResponse response, Buffer body, long sent) {
        return new Answer(response.statusCode(), body.toString(), response.getHeader("Retry-After"), sent,
                System.nanoTime(), null);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
