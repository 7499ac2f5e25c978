package dev.usher.identity;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;

import dev.usher.RemoteAddress;
import dev.usher.identity.IdentityAwayException.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.TypedGuard;
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
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.util.TypeLiteral;

/**
 * Rocket.Chat's REST API, guarded: a timeout over all, one retry of what failed fast, a circuit breaker, and a bound on
 * what goes on at a time. What it refuses is an answer; what it cannot answer is a {@link IdentityAwayException}.
 */
final class RocketChatHttp {

    private static final Logger LOG = Logger.getLogger(RocketChatHttp.class);

    private static final int OK = 200;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final HttpClient client;
    private final RemoteAddress address;
    private final Duration timeout;
    private final IdentityAwayException away;
    private final TypedGuard<Uni<Answer>> guard;
    private final Counter failures;

    /** What the workspace says; the body is null unless the status is 200. */
    record Answer(int status, JsonObject body) {
        boolean isOk() {
            return status == OK;
        }
    }

    RocketChatHttp(Vertx vertx, RemoteAddress address, RocketChatConfig config, MeterRegistry meters) {
        this.address = address;
        this.timeout = config.timeout();
        this.away = new IdentityAwayException(Source.WORKSPACE, config.breakerDelay());
        this.failures = meters.counter("usher.identity.failures");
        this.client = vertx.getDelegate().createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) Math.min(timeout.toMillis(), Integer.MAX_VALUE)),
                new PoolOptions().setHttp1MaxSize(config.maxConcurrent()));
        client.connectionHandler(connection -> connection.exceptionHandler(failure ->
                LOG.debugf("A connection to Rocket.Chat broke: %s", failure)));
        this.guard = TypedGuard.create(new UniOfAnswer())
                .withDescription("Rocket.Chat")
                .withBulkhead().limit(config.maxConcurrent()).queueSize(config.maxWaiting()).done()
                .withTimeout().duration(timeout.toMillis(), ChronoUnit.MILLIS).done()
                .withCircuitBreaker().requestVolumeThreshold(config.breakerRequests())
                .delay(config.breakerDelay().toMillis(), ChronoUnit.MILLIS).skipOn(BusyException.class).done()
                .withRetry().maxRetries(1).delay(50, ChronoUnit.MILLIS).jitter(25, ChronoUnit.MILLIS)
                .abortOn(List.of(TimeoutException.class, java.util.concurrent.TimeoutException.class,
                        CircuitBreakerOpenException.class, BulkheadException.class, BusyException.class)).done()
                .build();
    }

    /** What the workspace answers to that user. */
    Uni<Answer> send(HttpMethod method, String endpoint, WorkspaceLogin login) {
        return Uni.createFrom().deferred(() -> guard.get(() -> request(method, endpoint, login)))
                .ifNoItem().after(timeout).fail()
                .onFailure().transform(this::away);
    }

    IdentityAwayException away(Throwable failure) {
        failures.increment();
        if (!(failure instanceof CircuitBreakerOpenException)) {
            LOG.warnf("Rocket.Chat does not answer as it should: %s", failure);
        }
        return away;
    }

    private Uni<Answer> request(HttpMethod method, String endpoint, WorkspaceLogin login) {
        RequestOptions options = address.request("/api/v1/" + endpoint).setMethod(method)
                .setTimeout(timeout.toMillis())
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .putHeader("X-User-Id", login.userId())
                .putHeader("X-Auth-Token", login.token());
        return Uni.createFrom().completionStage(() -> client.request(options)
                .compose(request -> request.send())
                .compose(RocketChatHttp::answer)
                .toCompletionStage());
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        int status = response.statusCode();
        return response.body().map(body -> {
            if (status == TOO_MANY_REQUESTS) {
                throw new BusyException();
            }
            if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT) {
                throw new IllegalStateException("status " + status);
            }
            return new Answer(status, status == OK ? json(body) : null);
        });
    }

    /** Says nothing of the body if it is no JSON, since that is logged. */
    private static JsonObject json(Buffer body) {
        try {
            return body.toJsonObject();
        } catch (DecodeException | ClassCastException notAnObject) {
            throw new IllegalStateException("status 200, but no JSON object");
        }
    }

    /** Usher is limited there. To ask again at once would make it worse, and the workspace is well. */
    private static final class BusyException extends RuntimeException {
        BusyException() {
            super("status 429: its limit of requests is too low for Usher", null, false, false);
        }
    }

    private static final class UniOfAnswer extends TypeLiteral<Uni<Answer>> {
    }
}
