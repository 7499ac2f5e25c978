package dev.usher.media.janus;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.usher.SecretFile;
import dev.usher.call.VideoChat;
import dev.usher.media.ConnectionParameters;
import dev.usher.media.MediaException;
import dev.usher.media.MediaKind;
import dev.usher.media.MediaListener;
import dev.usher.media.MediaServer;
import dev.usher.media.Muted;
import dev.usher.media.SdpAnswer;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Janus. A call is a room of the same number, a connection a participant of it with a handle of its own. All handles
 * belong to one session, which begins with the first join and is replaced by the first join after it is lost.
 */
@Startup
@Singleton
@Typed(JanusMediaServer.class)
public class JanusMediaServer implements MediaServer, JanusSession.Events {

    private static final Logger LOG = Logger.getLogger(JanusMediaServer.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final JanusConfig config;
    private final Vertx vertx;
    private final JanusGuard guard;
    private final JanusHttp http;
    private final String adminKey;
    private final JanusRooms rooms;
    private final AtomicReference<Uni<JanusSession>> session = new AtomicReference<>();
    private final Map<String, JanusPeer> peers = new ConcurrentHashMap<>();
    private final Map<Long, String> byHandle = new ConcurrentHashMap<>();
    private volatile MediaListener listener;
    private volatile boolean up = true;

    @Inject
    JanusMediaServer(JanusConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
        this.adminKey = SecretFile.resolve(
                "usher.media.janus.admin-key", config.adminKey(), config.adminKeyFile()).orElse(null);
        Optional<String> apiSecret =
                SecretFile.resolve("usher.media.janus.api-secret", config.apiSecret(), config.apiSecretFile());
        this.http = config.url().map(url -> new JanusHttp(vertx, url, apiSecret, config)).orElse(null);
        this.guard = http == null ? null : new JanusGuard(config);
        this.rooms = new JanusRooms(config, adminKey);
    }

    @Override
    public boolean isConfigured() {
        return http != null;
    }

    @Override
    public boolean isUp() {
        return isConfigured() && up;
    }

    @Override
    public void listen(MediaListener to) {
        listener = to;
    }

    @Override
    public Uni<ConnectionParameters> connect(Wish wish) {
        JanusPlugin plugin = JanusPlugin.of(wish.mode());
        return guarded(abandoned -> session()
                .flatMap(at -> rooms.require(at, plugin, wish.callId())
                        .chain(() -> attach(wish.connectionId(), at, plugin, abandoned, handle ->
                                JanusPeer.sending(at, handle, plugin, number(wish.callId()),
                                        number(wish.connectionId()), wish.client())))
                        .flatMap(peer -> peer.join(wish.muted())
                                .call(() -> mute(wish.connectionId(), peer, wish.muted())))
                        .onFailure(JanusRefusal::isNoRoom).invoke(() -> {
                            at.again(wish.callId());
                            drop(wish.connectionId());
                        }))
                .onFailure(JanusRefusal::isNoRoom).retry().atMost(1))
                .map(event -> SdpAnswer.read(sdp(event)
                        .orElseThrow(() -> new MediaException("Janus has not answered the offer"))))
                .onFailure().invoke(() -> drop(wish.connectionId()));
    }

    /** A new handle, unless nobody waits for it any more. */
    private Uni<JanusPeer> attach(String id, JanusSession at, JanusPlugin plugin, AtomicBoolean abandoned,
            Function<Long, JanusPeer> peer) {
        return at.attach(plugin.name()).map(handle -> {
            JanusPeer attached = peer.apply(handle);
            peers.put(id, attached);
            byHandle.put(handle, id);
            if (abandoned.get()) {
                drop(id);
                throw new MediaException("Janus was too slow");
            }
            return attached;
        });
    }

    @Override
    public Uni<Void> mute(String connectionId, Muted muted) {
        return guarded(abandoned -> mute(connectionId, peer(connectionId), muted)
                .replaceWith(new JsonObject())).replaceWithVoid();
    }

    private Uni<Void> mute(String connectionId, JanusPeer peer, Muted muted) {
        return peer.mute(muted, adminKey)
                .onFailure(JanusRefusal::isNoHandle)
                .invoke(() -> listener.hungUp(connectionId));
    }

    @Override
    public Uni<Void> disconnect(String id) {
        return Uni.createFrom().deferred(() -> {
            JanusPeer peer = peers.remove(id);
            if (peer == null) {
                return Uni.createFrom().voidItem();
            }
            byHandle.remove(peer.handle);
            JanusSession at = peer.session;
            return at.isOver() ? Uni.createFrom().voidItem()
                    : at.retried(() -> at.detach(peer.handle));
        });
    }

    /** Whether the connection or subscription is one of this process. */
    public boolean holds(String id) {
        return peers.containsKey(id);
    }

    @Override
    public Uni<Optional<String>> subscribe(String subscriptionId, String callId, Set<String> connectionIds) {
        return change(subscriptionId, callId, connectionIds);
    }

    @Override
    public Uni<Optional<String>> change(String subscriptionId, String callId, Set<String> connectionIds) {
        Set<Long> feeds = new HashSet<>();
        connectionIds.forEach(id -> feeds.add(number(id)));
        return guarded(abandoned -> {
            JanusPeer known = peers.get(subscriptionId);
            if (known != null) {
                return known.receiveInstead(feeds);
            }
            if (feeds.isEmpty()) {
                return Uni.createFrom().item(new JsonObject());
            }
            return session().flatMap(at -> attach(subscriptionId, at, VideoRoom.PLUGIN, abandoned, handle ->
                    JanusPeer.receiving(at, handle, number(callId)))).flatMap(peer -> peer.receive(feeds));
        }).map(JanusMediaServer::sdp).onFailure().invoke(() -> drop(subscriptionId));
    }

    @Override
    public Uni<Void> answer(String subscriptionId, String sdp) {
        return guarded(abandoned -> peer(subscriptionId).answer(sdp)).replaceWithVoid();
    }

    @Override
    public Uni<Void> endCall(String callId) {
        return rooms.remove(this::session, callId);
    }

    @Override
    public void event(long handle, JsonObject event) {
        String id = byHandle.get(handle);
        JanusPeer peer = id == null ? null : peers.get(id);
        if (peer == null) {
            return;
        }
        switch (event.getString("janus")) {
            case "webrtcup" -> listener.connected(id);
            case "media" -> listener.receiving(id,
                    "video".equals(event.getString("type")) ? MediaKind.VIDEO : MediaKind.AUDIO,
                    event.getInteger("substream", 0), event.getBoolean("receiving"));
            case "hangup", "detached" -> listener.hungUp(id);
            default -> {
                JsonObject data = JanusHttp.data(event);
                if ("destroyed".equals(data.getString("videoroom", data.getString("audiobridge")))) {
                    listener.hungUp(id);
                } else {
                    peer.event(event);
                }
            }
        }
    }

    @Override
    public void over(JanusSession ended) {
        up = false;
        session.set(null);
        peers.forEach((id, peer) -> {
            if (peer.session == ended && peers.remove(id, peer)) {
                byHandle.remove(peer.handle);
                listener.lost(id);
            }
        });
    }

    @Override
    public void takeOver(String callId, VideoChat.Mode mode) {
        rooms.takeOver(callId, JanusPlugin.of(mode));
    }

    @Override
    public Uni<Void> endSession(String of) {
        return http == null ? Uni.createFrom().voidItem() : JanusSession.destroy(http, of);
    }

    @Override
    public Uni<Void> stop(boolean calls) {
        Uni<JanusSession> current = session.get();
        return current == null ? Uni.createFrom().voidItem()
                : current.call(at -> calls ? rooms.removeAll(at) : Uni.createFrom().voidItem())
                        .flatMap(at -> at.destroy())
                        .ifNoItem().after(STOP_TIMEOUT).fail()
                        .onFailure().recoverWithNull();
    }

    private Uni<JanusSession> session() {
        Uni<JanusSession> current = session.get();
        if (current != null) {
            return current;
        }
        AtomicReference<Uni<JanusSession>> mine = new AtomicReference<>();
        mine.set(JanusSession.create(vertx, http, config, this)
                .onFailure().invoke(failure -> {
                    LOG.warnf("There is no session at Janus: %s", failure.getMessage());
                    up = false;
                    session.compareAndSet(mine.get(), null);
                })
                .invoke(made -> {
                    up = true;
                    listener.began(made.id());
                })
                .memoize().indefinitely());
        return session.compareAndSet(null, mine.get()) ? mine.get() : session();
    }

    /** The operation hears when it was given up, since it may begin or go on then. */
    private Uni<JsonObject> guarded(Function<AtomicBoolean, Uni<JsonObject>> operation) {
        if (http == null) {
            return Uni.createFrom().failure(new MediaException(JanusConfig.URL_KEY + " is not set"));
        }
        AtomicBoolean abandoned = new AtomicBoolean();
        Supplier<Uni<JsonObject>> unlessAbandoned = () -> abandoned.get()
                ? Uni.createFrom().failure(new MediaException("Janus was too slow"))
                : operation.apply(abandoned);
        return guard.call(unlessAbandoned).onFailure().invoke(() -> abandoned.set(true));
    }

    private JanusPeer peer(String id) {
        JanusPeer peer = peers.get(id);
        if (peer == null) {
            throw new MediaException("Janus has lost the connection");
        }
        return peer;
    }

    private void drop(String id) {
        disconnect(id).subscribe().with(gone -> { }, failed -> { });
    }

    private static Optional<String> sdp(JsonObject event) {
        return Optional.ofNullable(event.getJsonObject("jsep")).map(jsep -> jsep.getString("sdp"));
    }

    private static long number(String id) {
        return Long.parseLong(id);
    }
}
