package dev.usher.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jboss.logging.Logger;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Redis, by one connection on which requests follow each other without waiting. When it breaks, what is under way
 * fails, and the next request makes another. Everything fails with {@link StoreAwayException} while Redis is away:
 * within {@link StoreConfig#timeout}, and at once after something else has failed so.
 */
@Singleton
class RedisStore {

    private static final Logger LOG = Logger.getLogger(RedisStore.class);

    /** After a connection that could not be made requests fail at once for that long. */
    private static final Duration CONNECT_AGAIN = Duration.ofMillis(100);
    private static final Duration PROBE_AGAIN = Duration.ofMillis(100);
    private static final String UNKNOWN_SCRIPT = "NOSCRIPT";
    /** What Redis says when it is there but cannot serve now, and the client when the connection broke. */
    private static final Set<String> NOT_NOW = Set.of("CONNECTION_CLOSED", "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN",
            "OOM", "BUSY", "MISCONF", "NOREPLICAS", "UNKILLABLE");

    private final Redis redis;
    private final Duration timeout;
    private final AtomicReference<Uni<RedisConnection>> connecting = new AtomicReference<>();
    private volatile RedisConnection connection;
    private volatile long failedAt = System.nanoTime() - CONNECT_AGAIN.toNanos();
    private volatile boolean away;
    /** Whether a request was not answered in time, and nothing was heard since. */
    private volatile boolean silent;
    private final AtomicLong probedAt = new AtomicLong(System.nanoTime());

    @Inject
    RedisStore(StoreConfig config, Instance<Redis> redis) {
        this(required(config, redis), config.timeout());
    }

    private static Redis required(StoreConfig config, Instance<Redis> redis) {
        if (config.redisUrl().isEmpty()) {
            throw new ConfigurationException("usher.store is redis, so %s must say where that is"
                    .formatted(StoreConfig.URL_KEY), Set.of(StoreConfig.URL_KEY));
        }
        return redis.get();
    }

    RedisStore(Redis redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    /** A request, whose answer is null for nil. */
    static Request request(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return request;
    }

    Uni<Response> send(Command command, String... arguments) {
        return send(request(command, arguments));
    }

    /** The answer, in the caller's own context. */
    Uni<Response> send(Request request) {
        return inContext(asked(request));
    }

    /** What a script gives. */
    Uni<Response> run(Script script, List<String> keys, String... arguments) {
        return inContext(asked(call(Command.EVALSHA, script.hash(), keys, arguments))
                .onFailure(failure -> said(failure, UNKNOWN_SCRIPT))
                .recoverWithUni(() -> asked(call(Command.EVAL, script.text(), keys, arguments))));
    }

    private static Request call(Command command, String script, List<String> keys, String... arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return request;
    }

    private Uni<Response> inContext(Uni<Response> answer) {
        Context caller = Vertx.currentContext();
        Uni<Response> inTime = answer.ifNoItem().after(timeout).failWith(this::silence)
                .onFailure().transform(this::explained)
                .onItem().invoke(this::answered);
        return caller == null ? inTime : inTime.emitOn(command -> caller.runOnContext(here -> command.run()));
    }

    private Uni<Response> asked(Request request) {
        return Uni.createFrom().emitter(emitter -> {
            RedisConnection current = connection;
            if (silent && !isForProbing()) {
                emitter.fail(new StoreAwayException("no answer"));
            } else if (current != null) {
                ask(current, request, emitter);
            } else {
                connected().subscribe().with(made -> ask(made, request, emitter), emitter::fail);
            }
        });
    }

    private void ask(RedisConnection of, Request request, UniEmitter<? super Response> emitter) {
        of.send(request).onComplete(heard -> silent = false)
                .onSuccess(emitter::complete).onFailure(emitter::fail);
    }

    /** While nothing is heard of Redis few requests go there: all of them would be done when it is back. */
    private boolean isForProbing() {
        long last = probedAt.get();
        long now = System.nanoTime();
        return now - last >= PROBE_AGAIN.toNanos() && probedAt.compareAndSet(last, now);
    }

    /** One attempt for all who ask at the same time. */
    private Uni<RedisConnection> connected() {
        Uni<RedisConnection> current = connecting.get();
        if (current != null) {
            return current;
        }
        if (System.nanoTime() - failedAt < CONNECT_AGAIN.toNanos()) {
            return Uni.createFrom().failure(new StoreAwayException("no connection"));
        }
        Uni<RedisConnection> attempt = open()
                .ifNoItem().after(timeout.multipliedBy(2)).failWith(() -> new StoreAwayException("no connection"))
                .onItem().invoke(this::use)
                .onFailure().invoke(failure -> lose(null))
                .memoize().indefinitely();
        return connecting.compareAndSet(null, attempt) ? attempt : connected();
    }

    /** A connection of its own, for those who listen on it. */
    Uni<RedisConnection> open() {
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean unwanted = new AtomicBoolean();
            emitter.onTermination(() -> unwanted.set(true));
            redis.connect().onFailure(emitter::fail).onSuccess(made -> {
                if (unwanted.get()) {
                    made.close();
                } else {
                    emitter.complete(made);
                }
            });
        });
    }

    private void use(RedisConnection made) {
        made.exceptionHandler(failure -> LOG.debugf("The connection to Redis broke: %s", failure));
        made.endHandler(end -> lose(made));
        connection = made;
    }

    private void lose(RedisConnection lost) {
        if (lost == connection) {
            connection = null;
            failedAt = lost == null ? System.nanoTime() : failedAt;
            connecting.set(null);
        }
    }

    private StoreAwayException silence() {
        silent = true;
        return new StoreAwayException("no answer");
    }

    private void answered() {
        if (away) {
            away = false;
            LOG.info("Redis is back");
        }
    }

    private static boolean said(Throwable failure, String prefix) {
        return failure instanceof ErrorType && failure.getMessage().startsWith(prefix);
    }

    private Throwable explained(Throwable failure) {
        if (failure instanceof ErrorType error && !isNotNow(error)) {
            return new IllegalStateException("Redis says: " + error.getMessage());
        }
        if (!away) {
            away = true;
            LOG.warnf("Redis is away: %s", failure.getMessage());
        }
        return failure instanceof StoreAwayException ? failure : new StoreAwayException(failure.getMessage());
    }

    private static boolean isNotNow(ErrorType error) {
        String message = error.getMessage();
        int end = message.indexOf(' ');
        return NOT_NOW.contains(end < 0 ? message : message.substring(0, end));
    }
}
