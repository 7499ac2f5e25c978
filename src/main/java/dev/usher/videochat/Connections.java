package dev.usher.videochat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import dev.usher.call.Call;
import dev.usher.call.CallException;
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
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Keeps calls and the media server in step. What the registry says of a participant's devices the media server does;
 * whose connection ends, is silent for too long or does not come back leaves the call; who leaves the call, by
 * whatever way, is disconnected.
 */
@Singleton
public class Connections implements CallListener, MediaListener {

    private static final Duration MUTE_AGAIN = Duration.ofMillis(500);
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MAX_TICK = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private static final Logger LOG = Logger.getLogger(Connections.class);

    private final CallRegistry calls;
    private final MediaServer media;
    private final ConnectionHolders holders;
    private final Vertx vertx;
    /** Where everything is done that takes time: nobody's request. */
    private final Context context;
    private final Duration silenceTimeout;
    private final AtomicBoolean watching = new AtomicBoolean();
    private final Map<String, LiveConnection> live = new ConcurrentHashMap<>();
    /** The calls that have used the media server from here. */
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    @Inject
    Connections(CallRegistry calls, MediaServer media, ConnectionHolders holders, Vertx vertx, MediaConfig config,
            MeterRegistry meters) {
        this.calls = calls;
        this.media = media;
        this.holders = holders;
        this.vertx = vertx;
        this.context = VertxContext.getRootContext(vertx.getDelegate().getOrCreateContext());
        this.silenceTimeout = config.silenceTimeout();
        Gauge.builder("usher.media.connections", live::size)
                .description("Connections to the media server").register(meters);
        calls.listen(this);
        media.listen(this);
    }

    /** Begins to watch a connection that is about to be made. Completes when other processes can know of it. */
    Uni<Void> open(String id, String callId, String personId, boolean video, Muted muted) {
        used.add(callId);
        watch(new LiveConnection(id, callId, personId, video, muted, System.nanoTime()));
        return holders.opened(id, callId, personId);
    }

    /** Watches a connection that another process has lost: its owner has time to come back, as after any loss. */
    public void adopt(String id, String callId, String personId) {
        LiveConnection lost = new LiveConnection(id, callId, personId, false, Muted.NOTHING, System.nanoTime());
        lost.admit();
        used.add(callId);
        watch(lost);
        holders.opened(id, callId, personId).subscribe().with(told -> { }, failed -> { });
        lost(id);
    }

    /** Takes over what another process has left of a call at the media server. */
    public void adopt(String callId) {
        calls.find(callId).onFailure(CallException.class).recoverWithNull().subscribe().with(call -> {
            if (call != null) {
                used.add(callId);
                media.takeOver(callId, call.videoChat().mode());
                if (call.isOver()) {
                    endCall(callId);
                }
            }
        }, failed -> LOG.warnf("What a call has left at the media server stays there: %s", failed.getMessage()));
    }

    private void watch(LiveConnection connection) {
        if (watching.compareAndSet(false, true)) {
            Duration quarter = silenceTimeout.dividedBy(4).plusMillis(1);
            long period = Math.min(quarter.toMillis(), MAX_TICK.toMillis());
            context.runOnContext(now -> vertx.setPeriodic(period, tick -> reap()));
        }
        live.put(connection.id, connection);
    }

    /**
     * Notes that the connection's owner is in the call by it. False if it has ended before. One that is closed already
     * was in the call: it gave way to another of its owner, or they left.
     */
    boolean admit(String id) {
        LiveConnection connection = live.get(id);
        if (connection != null && connection.admit()) {
            tellUp(connection);
            return true;
        }
        return connection == null;
    }

    private void tellUp(LiveConnection connection) {
        if (connection.tellsUp()) {
            calls.connected(connection.callId, connection.personId, connection.id)
                    .subscribe().with(told -> { }, failed -> connection.upNotTold());
        }
    }

    /**
     * Ends a connection whose owner may be in the call by it or not, as the registry did not answer: takes them out
     * as soon as it does.
     */
    void abandon(String id) {
        LiveConnection connection = live.get(id);
        if (connection != null) {
            connection.abandon();
            disconnect(id);
        }
    }

    /** Disconnects at the media server, some time. */
    void close(String id) {
        LiveConnection connection = live.remove(id);
        if (connection != null) {
            connection.closed();
            holders.closed(id);
        }
        disconnect(id);
    }

    private void disconnect(String id) {
        context.runOnContext(now -> media.disconnect(id).subscribe().with(done -> { }, failed -> { }));
    }

    /**
     * Completes when the media server mutes what the registry says, and at once for a connection that is gone. Fails
     * with {@link VideoChatException} MEDIA_FAILED.
     */
    Uni<Void> settled(Connection of) {
        return of == null ? Uni.createFrom().voidItem()
                : !live.containsKey(of.id()) ? holders.settled(of.id())
                        : holders.areShared() ? settledAsRegistered(of.id()) : settled(of.id());
    }

    private Uni<Void> settled(String id) {
        LiveConnection connection = live.get(id);
        return connection == null ? Uni.createFrom().voidItem()
                : Uni.createFrom().<Void>emitter(connection::whenSettled)
                        .ifNoItem().after(SETTLE_TIMEOUT)
                        .failWith(() -> new VideoChatException(Reason.MEDIA_FAILED));
    }

    /** The same where what the registry says may not have been heard yet. */
    public Uni<Void> settledAsRegistered(String id) {
        LiveConnection connection = live.get(id);
        return connection == null ? Uni.createFrom().voidItem() : follow(connection).chain(() -> settled(id));
    }

    /** Does what the registry says of a connection's owner, unless it was told meanwhile. */
    private Uni<Void> follow(LiveConnection connection) {
        long wishes = connection.wishes();
        return calls.participant(connection.callId, connection.personId)
                .onFailure(CallException.class).recoverWithItem(Optional.empty())
                .invoke(owner -> {
                    if (owner.filter(participant -> participant.isConnectedBy(connection.id)).isPresent()) {
                        if (connection.wishes() == wishes) {
                            want(connection, owner.get());
                        }
                    } else if (connection.isAdmitted()) {
                        close(connection.id);
                    }
                }).replaceWithVoid();
    }

    @Override
    public boolean follows(String callId) {
        return used.contains(callId);
    }

    @Override
    public void missed() {
        live.values().forEach(connection -> follow(connection).subscribe().with(done -> { }, failed -> { }));
        used.forEach(callId -> calls.find(callId).map(Call::isOver)
                .onFailure(CallException.class).recoverWithItem(true)
                .subscribe().with(over -> {
                    if (over) {
                        endCall(callId);
                    }
                }, failed -> { }));
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
            want(connection, now);
        }
    }

    private void want(LiveConnection connection, Participant owner) {
        connection.want(Muted.of(owner.devices()), System.nanoTime());
        context.runOnContext(later -> apply(connection));
    }

    @Override
    public void ended(Call call) {
        if (call.isVideoChat()) {
            endCall(call.id());
        }
    }

    /** Frees what the call used at the media server, some time. */
    void endCall(String callId) {
        context.runOnContext(now -> media.endCall(callId).subscribe().with(done -> {
            if (used.remove(callId)) {
                holders.ended(callId);
            }
        }, failed -> { }));
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
    public void began(String session) {
        holders.began(session);
    }

    /** Calls and participants of this process leave the media server with it. */
    void stop(@Observes ShutdownEvent event) {
        media.stop(!holders.areShared())
                .chain(holders::leaving)
                .onFailure().recoverWithNull()
                .await().atMost(STOP_TIMEOUT);
    }

    @Override
    public void connected(String id) {
        LiveConnection connection = live.get(id);
        if (connection != null) {
            connection.up();
            tellUp(connection);
        }
    }

    @Override
    public void receiving(String id, MediaKind kind, int layer, boolean receiving) {
        LiveConnection connection = live.get(id);
        if (connection != null) {
            connection.receiving(kind, layer, receiving, System.nanoTime());
            tellUp(connection);
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
                .subscribe().with(done -> { }, failed -> closeUnlessUnknown(connection, failed));
    }

    /** Where the registry did not answer it is asked again when the connection is overdue. */
    private void closeUnlessUnknown(LiveConnection connection, Throwable failure) {
        if (failure instanceof CallException) {
            close(connection.id);
        }
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
                .subscribe().with(done -> close(connection.id), failed -> closeUnlessUnknown(connection, failed));
    }
}
