package dev.usher.media.janus;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.usher.media.MediaException;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;

/**
 * One session at Janus, with all handles of this process: one long poll brings the events of all of them. It ends for
 * good when Janus does not know it any more or does not answer.
 */
final class JanusSession {

    private static final Logger LOG = Logger.getLogger(JanusSession.class);

    /** How long to wait after a long poll that failed. */
    private static final Duration POLL_AGAIN = Duration.ofMillis(200);
    private static final int ABANDON_TRIES = 5;
    private static final int RETRIES = 2;

    private final Vertx vertx;
    private final JanusHttp http;
    private final JanusConfig config;
    private final String path;
    private final Events events;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicLong transactions = new AtomicLong();
    private final Map<String, UniEmitter<? super JsonObject>> awaited = new ConcurrentHashMap<>();
    /** What is done once in a session and then there for all, such as creating a room, by what it is. */
    private final Map<String, Uni<?>> done = new ConcurrentHashMap<>();
    private volatile long timer;

    /** What a session reports. */
    interface Events {
        /** Something happened to a handle. */
        void event(long handle, JsonObject event);

        /** The session is over, and with it all its handles. */
        void over(JanusSession session);
    }

    private JanusSession(Vertx vertx, JanusHttp http, JanusConfig config, long id, Events events) {
        this.vertx = vertx;
        this.http = http;
        this.config = config;
        this.path = "/" + id;
        this.events = events;
    }

    static Uni<JanusSession> create(Vertx vertx, JanusHttp http, JanusConfig config, Events events) {
        return http.post("", new JsonObject().put("janus", "create").put("transaction", "create"))
                .map(reply -> new JanusSession(vertx, http, config, id(reply), events))
                .invoke(JanusSession::begin);
    }

    private static long id(JsonObject reply) {
        return reply.getJsonObject("data").getLong("id");
    }

    /** By which {@link #destroy(JanusHttp, String)} knows the session, in whatever process. */
    String id() {
        return path.substring(1);
    }

    /** Ends the session of another process; one that is gone is fine. */
    static Uni<Void> destroy(JanusHttp http, String id) {
        return http.postAtOnce("/" + id, new JsonObject().put("janus", "destroy").put("transaction", "destroy"))
                .onFailure(JanusRefusal.class).recoverWithNull()
                .replaceWithVoid();
    }

    boolean isOver() {
        return over.get();
    }

    Uni<Long> attach(String plugin) {
        return http.post(path, request("attach").put("plugin", plugin)).map(JanusSession::id);
    }

    /** The handle that is there for what concerns rooms and not one connection. */
    Uni<Long> control(String plugin) {
        return once(plugin, () -> attach(plugin));
    }

    /** What {@code action} gives, which runs once for all who ask, and again only after it failed. */
    @SuppressWarnings("unchecked")
    <T> Uni<T> once(String name, Supplier<Uni<T>> action) {
        return (Uni<T>) done.computeIfAbsent(name, key -> Uni.createFrom().<T>deferred(action::get)
                .onFailure().invoke(() -> done.remove(key))
                .memoize().indefinitely());
    }

    void again(String name) {
        done.remove(name);
    }

    /** For what may be done twice: tried again unless Janus refused it or the session is over. */
    <T> Uni<T> retried(Supplier<Uni<T>> operation) {
        return Uni.createFrom().<T>deferred(operation::get)
                .onFailure(failure -> !(failure instanceof JanusRefusal) && !isOver())
                .retry().atMost(RETRIES);
    }

    Uni<Void> detach(long handle) {
        return http.post(path + "/" + handle, request("detach"))
                .onFailure(JanusRefusal::isNoHandle)
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** A request that Janus answers at once. Fails with {@link JanusRefusal}. */
    Uni<JsonObject> ask(long handle, JsonObject body) {
        return http.post(path + "/" + handle, request("message").put("body", body)).map(JanusHttp::data);
    }

    /** A request, with SDP if there is any, that an event answers later. Fails with {@link JanusRefusal}. */
    Uni<JsonObject> call(long handle, JsonObject body, JsonObject jsep) {
        JsonObject request = request("message").put("body", body);
        if (jsep != null) {
            request.put("jsep", jsep);
        }
        String transaction = request.getString("transaction");
        return Uni.createFrom().<JsonObject>emitter(emitter -> {
            awaited.put(transaction, emitter);
            if (over.get()) {
                emitter.fail(new MediaException("Janus has ended the session"));
                return;
            }
            http.post(path + "/" + handle, request).subscribe().with(
                    reply -> {
                        if (!"ack".equals(reply.getString("janus"))) {
                            emitter.complete(reply);
                        }
                    },
                    emitter::fail);
        }).ifNoItem().after(config.timeout()).fail().onTermination().invoke(() -> awaited.remove(transaction));
    }

    /** Ends the session at Janus, so that nobody stays there until it times out. */
    Uni<Void> destroy() {
        over.set(true);
        vertx.cancelTimer(timer);
        return http.post(path, request("destroy")).replaceWithVoid();
    }

    /** A Janus that was only slow would let the media flow on, with nobody to mute or to end them. */
    private void abandon() {
        Uni.createFrom().deferred(() -> http.postAtOnce(path, request("destroy")))
                .onFailure(failure -> !isGone(failure))
                .retry().withBackOff(POLL_AGAIN, config.keepalive()).atMost(ABANDON_TRIES)
                .subscribe().with(done -> { }, failed -> LOG.debugf("The session at Janus stays: %s", failed));
    }

    private JsonObject request(String what) {
        return new JsonObject().put("janus", what)
                .put("transaction", Long.toString(transactions.incrementAndGet(), Character.MAX_RADIX));
    }

    /** Not in the context of the request that happens to be the first. */
    private void begin() {
        VertxContext.getRootContext(vertx.getDelegate().getOrCreateContext()).runOnContext(now -> {
            poll();
            timer = vertx.setPeriodic(config.keepalive().toMillis(), tick -> keepAlive());
        });
    }

    private void poll() {
        http.poll(path).subscribe().with(
                received -> {
                    dispatch(received);
                    if (!over.get()) {
                        poll();
                    }
                },
                this::pollFailed);
    }

    /** The session survives a broken connection, but not a Janus that is gone or does not know it. */
    private void pollFailed(Throwable failure) {
        if (over.get()) {
            return;
        }
        if (failure instanceof JanusRefusal) {
            end(failure);
        } else {
            alive().onItem().delayIt().by(POLL_AGAIN).subscribe().with(alive -> poll(), this::end);
        }
    }

    private void keepAlive() {
        if (!asking.compareAndSet(false, true)) {
            return;
        }
        alive().onFailure(failure -> !isGone(failure)).retry().atMost(1)
                .onTermination().invoke(() -> asking.set(false))
                .subscribe().with(alive -> { }, this::end);
    }

    /** One slow answer is not the end: it would cut everybody off. */
    private static boolean isGone(Throwable failure) {
        return failure instanceof JanusRefusal || failure instanceof ConnectException;
    }

    private Uni<JsonObject> alive() {
        return Uni.createFrom().deferred(() -> http.postAtOnce(path, request("keepalive")))
                .ifNoItem().after(limit()).fail();
    }

    private Duration limit() {
        return config.timeout().compareTo(config.keepalive()) < 0 ? config.timeout() : config.keepalive();
    }

    private void end(Throwable cause) {
        if (over.compareAndSet(false, true)) {
            LOG.warnf("The session at Janus has ended: %s",
                    cause instanceof JanusRefusal ? cause.getMessage() : cause.getClass().getSimpleName());
            vertx.cancelTimer(timer);
            if (!(cause instanceof JanusRefusal)) {
                abandon();
            }
            awaited.values().forEach(waiting ->
                    waiting.fail(new MediaException("Janus has ended the session", cause)));
            events.over(this);
        }
    }

    private void dispatch(JsonArray received) {
        for (int i = 0; i < received.size(); i++) {
            try {
                dispatch(received.getJsonObject(i));
            } catch (RuntimeException unexpected) {
                LOG.warnf("An event of Janus was not understood: %s", unexpected);
            }
        }
    }

    private void dispatch(JsonObject event) {
        String transaction = event.getString("transaction");
        UniEmitter<? super JsonObject> waiting = transaction == null ? null : awaited.remove(transaction);
        if (waiting != null) {
            try {
                waiting.complete(JanusHttp.accepted(event));
            } catch (JanusRefusal refusal) {
                waiting.fail(refusal);
            }
        } else if ("timeout".equals(event.getString("janus"))) {
            end(new MediaException("the session timed out"));
        } else if (event.getLong("sender") != null) {
            events.event(event.getLong("sender"), event);
        }
    }
}
