package dev.usher.videochat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.usher.call.Call;
import dev.usher.call.CallListener;
import dev.usher.call.CallRegistry;
import dev.usher.call.Connection;
import dev.usher.call.Participant;
import dev.usher.media.MediaConfig;
import dev.usher.media.MediaKind;
import dev.usher.media.MediaListener;
import dev.usher.media.MediaServer;
import dev.usher.media.Muted;
import dev.usher.videochat.VideoChatException.Reason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Keeps calls and the media server in step. What the registry says of a participant's devices the media server does;
 * whose connection ends, is silent for too long or does not come back leaves the call; who leaves the call, by
 * whatever way, is disconnected.
 */
@Singleton
class Connections implements CallListener, MediaListener {

    private static final Duration MUTE_AGAIN = Duration.ofMillis(500);
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MAX_TICK = Duration.ofSeconds(1);

    private final CallRegistry calls;
    private final MediaServer media;
    private final Vertx vertx;
    /** Where everything is done that takes time: nobody's request. */
    private final Context context;
    private final Duration silenceTimeout;
    private final AtomicBoolean watching = new AtomicBoolean();
    private final Map<String, LiveConnection> live = new ConcurrentHashMap<>();

    @Inject
    Connections(CallRegistry calls, MediaServer media, Vertx vertx, MediaConfig config, MeterRegistry meters) {
        this.calls = calls;
        this.media = media;
        this.vertx = vertx;
        this.context = VertxContext.getRootContext(vertx.getDelegate().getOrCreateContext());
        this.silenceTimeout = config.silenceTimeout();
        Gauge.builder("usher.media.connections", live::size)
                .description("Connections to the media server").register(meters);
        calls.listen(this);
        media.listen(this);
    }

    /** Begins to watch a connection that is about to be made. */
    void open(String id, String callId, String personId, boolean video, Muted muted) {
        if (watching.compareAndSet(false, true)) {
            Duration quarter = silenceTimeout.dividedBy(4).plusMillis(1);
            long period = Math.min(quarter.toMillis(), MAX_TICK.toMillis());
            context.runOnContext(now -> vertx.setPeriodic(period, tick -> reap()));
        }
        live.put(id, new LiveConnection(id, callId, personId, video, muted, System.nanoTime()));
    }

    /**
     * Notes that the connection's owner is in the call by it. False if it has ended before. One that is closed already
     * was in the call: it gave way to another of its owner, or they left.
     */
    boolean admit(String id) {
        LiveConnection connection = live.get(id);
        return connection == null || connection.admit();
    }

    /** Whether the client has connected, so that others can receive it. */
    boolean isUp(Connection of) {
        LiveConnection connection = live.get(of.id());
        return connection != null && connection.isUp();
    }

    /** Disconnects at the media server, some time. */
    void close(String id) {
        LiveConnection connection = live.remove(id);
        if (connection != null) {
            connection.closed();
        }
        context.runOnContext(now -> media.disconnect(id).subscribe().with(done -> { }, failed -> { }));
    }

    /**
     * Completes when the media server mutes what the registry says, and at once for a connection that is gone or not
     * this process's. Fails with {@link VideoChatException} MEDIA_FAILED.
     */
    Uni<Void> settled(Connection of) {
        LiveConnection connection = of == null ? null : live.get(of.id());
        return connection == null ? Uni.createFrom().voidItem()
                : Uni.createFrom().<Void>emitter(connection::whenSettled)
                        .ifNoItem().after(SETTLE_TIMEOUT)
                        .failWith(() -> new VideoChatException(Reason.MEDIA_FAILED));
    }

    @Override
    public void participantChanged(Call call, Participant before, Participant now) {
        Connection was = before == null ? null : before.connection();
        Connection is = now.connection();
        if (was != null && (is == null || !is.id().equals(was.id()))) {
            close(was.id());
        }
        LiveConnection connection = is == null ? null : live.get(is.id());
        if (connection != null) {
            connection.want(Muted.of(now.devices()), System.nanoTime());
            context.runOnContext(later -> apply(connection));
        }
    }

    @Override
    public void ended(Call call) {
        if (call.isVideoChat()) {
            endCall(call.id());
        }
    }

    /** Frees what the call used at the media server, some time. */
    void endCall(String callId) {
        context.runOnContext(now -> media.endCall(callId).subscribe().with(done -> { }, failed -> { }));
    }

    private void apply(LiveConnection connection) {
        connection.nextToApply().ifPresent(muted -> media.mute(connection.id, muted).subscribe().with(
                done -> {
                    if (connection.applied(muted)) {
                        applyAgain(connection);
                    }
                    apply(connection);
                },
                failed -> {
                    connection.notApplied();
                    applyAgain(connection);
                }));
    }

    private void applyAgain(LiveConnection connection) {
        vertx.setTimer(MUTE_AGAIN.toMillis(), timer -> {
            connection.forgetApplied();
            apply(connection);
        });
    }

    @Override
    public void connected(String id) {
        LiveConnection connection = live.get(id);
        if (connection != null) {
            connection.up();
        }
    }

    @Override
    public void receiving(String id, MediaKind kind, int layer, boolean receiving) {
        LiveConnection connection = live.get(id);
        if (connection != null) {
            connection.receiving(kind, layer, receiving, System.nanoTime());
        }
    }

    @Override
    public void hungUp(String id) {
        LiveConnection connection = live.get(id);
        if (connection != null && connection.end()) {
            leave(connection);
        }
    }

    @Override
    public void lost(String id) {
        LiveConnection connection = live.get(id);
        if (connection == null) {
            return;
        }
        connection.lose(System.nanoTime());
        calls.loseConnection(connection.callId, connection.personId, id)
                .subscribe().with(done -> { }, failed -> close(id));
    }

    private void reap() {
        long now = System.nanoTime();
        for (LiveConnection connection : live.values()) {
            if (connection.isOverdue(now, silenceTimeout.toNanos()) && connection.end()) {
                leave(connection);
            }
        }
    }

    /** The registry reports what comes of it, and so the connection is closed. */
    private void leave(LiveConnection connection) {
        calls.disconnect(connection.callId, connection.personId, connection.id)
                .subscribe().with(done -> close(connection.id), failed -> close(connection.id));
    }
}
