package dev.usher.media.janus;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

import dev.usher.SecretFile;
import dev.usher.media.ClientParameters;
import dev.usher.media.ConnectionParameters;
import dev.usher.media.MediaException;
import dev.usher.media.MediaKind;
import dev.usher.media.MediaListener;
import dev.usher.media.MediaServer;
import dev.usher.media.Muted;
import dev.usher.media.SdpAnswer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Janus. A call is a room of the same number, a connection a participant of it with a handle of its own. All handles
 * belong to one session, which begins with the first join and is replaced by the first join after it is lost.
 */
@Startup
@Singleton
public class JanusMediaServer implements MediaServer, JanusSession.Events {

    private static final Logger LOG = Logger.getLogger(JanusMediaServer.class);

    private static final Duration DESTROY_TIMEOUT = Duration.ofMillis(500);

    private final JanusConfig config;
    private final Vertx vertx;
    private final JanusGuard guard;
    private final JanusHttp http;
    private final Optional<String> adminKey;
    private final AtomicReference<Uni<JanusSession>> session = new AtomicReference<>();
    private final Map<String, Peer> peers = new ConcurrentHashMap<>();
    private final Map<Long, String> byHandle = new ConcurrentHashMap<>();
    private volatile MediaListener listener;

    /** A handle for one connection or subscription, with what it has now. */
    private static final class Peer {
        private final JanusSession session;
        private final long handle;
        private final JanusPlugin plugin;
        private final long room;
        private final ClientParameters client;
        private volatile Muted muted;
        private volatile Set<Long> feeds = Set.of();
        private volatile UniEmitter<? super JsonObject> lateOffer;

        private Peer(JanusSession session, long handle, JanusPlugin plugin, long room, ClientParameters client,
                Muted muted) {
            this.session = session;
            this.handle = handle;
            this.plugin = plugin;
            this.room = room;
            this.client = client;
            this.muted = muted;
        }
    }

    @Inject
    JanusMediaServer(JanusConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
        this.adminKey = SecretFile.resolve("usher.media.janus.admin-key", config.adminKey(), config.adminKeyFile());
        Optional<String> apiSecret =
                SecretFile.resolve("usher.media.janus.api-secret", config.apiSecret(), config.apiSecretFile());
        this.http = config.url().map(url -> new JanusHttp(vertx, url, apiSecret, config)).orElse(null);
        this.guard = http == null ? null : new JanusGuard(config);
    }

    @Override
    public Optional<String> missingKey() {
        return http == null ? Optional.of(JanusConfig.URL_KEY) : Optional.empty();
    }

    @Override
    public void listen(MediaListener to) {
        listener = to;
    }

    @Override
    public Uni<ConnectionParameters> connect(Wish wish) {
        JanusPlugin plugin = JanusPlugin.of(wish.mode());
        return guarded(() -> session()
                .flatMap(at -> room(at, plugin, wish.callId()).chain(() -> publish(at, plugin, wish)))
                .onFailure(JanusMediaServer::isMissingRoom).retry().atMost(1))
                .map(event -> SdpAnswer.read(event.getJsonObject("jsep").getString("sdp")))
                .onFailure().invoke(() -> drop(wish.connectionId()));
    }

    private Uni<JsonObject> publish(JanusSession at, JanusPlugin plugin, Wish wish) {
        long room = number(wish.callId());
        long feed = number(wish.connectionId());
        return at.attach(plugin.name()).flatMap(handle -> {
            keep(wish.connectionId(),
                    new Peer(at, handle, plugin, room, wish.client(), plugin.afterJoin(wish.muted())));
            return at.call(handle, plugin.join(room, feed, wish.muted()), sdp("offer", plugin.offer(wish.client())))
                    .call(() -> apply(wish.connectionId(), wish.muted()))
                    .onFailure(JanusMediaServer::isMissingRoom).invoke(() -> {
                        at.again(wish.callId());
                        drop(wish.connectionId());
                    });
        });
    }

    private static boolean isMissingRoom(Throwable failure) {
        return failure instanceof JanusRefusal refusal && refusal.saysNoRoom();
    }

    /** Makes a call's room unless it is there. */
    private Uni<Void> room(JanusSession at, JanusPlugin plugin, String callId) {
        return at.once(callId, () -> at.control(plugin.name())
                .flatMap(handle -> at.ask(handle, withKey(plugin.create(number(callId), config.maxPublishers()))))
                .onFailure(failure -> failure instanceof JanusRefusal refusal && refusal.saysRoomExists())
                .recoverWithNull()
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> mute(String connectionId, Muted muted) {
        return guarded(() -> apply(connectionId, muted).replaceWith(new JsonObject())).replaceWithVoid();
    }

    private Uni<Void> apply(String connectionId, Muted wanted) {
        Peer peer = peers.get(connectionId);
        if (peer == null) {
            return Uni.createFrom().failure(new MediaException("There is no such connection"));
        }
        List<JsonObject> requests =
                peer.plugin.mute(peer.room, number(connectionId), peer.client, peer.muted, wanted);
        return Multi.createFrom().iterable(requests)
                .onItem().transformToUniAndConcatenate(request -> peer.session.ask(peer.handle, withKey(request)))
                .onItem().ignoreAsUni()
                .invoke(() -> peer.muted = wanted)
                .onFailure(failure -> failure instanceof JanusRefusal refusal && refusal.saysNoHandle())
                .invoke(() -> hungUp(connectionId));
    }

    @Override
    public Uni<Void> disconnect(String id) {
        return Uni.createFrom().deferred(() -> {
            Peer peer = peers.remove(id);
            if (peer == null) {
                return Uni.createFrom().voidItem();
            }
            byHandle.remove(peer.handle);
            return peer.session.isOver() ? Uni.createFrom().voidItem()
                    : retried(peer.session, () -> peer.session.detach(peer.handle));
        });
    }

    @Override
    public Uni<Optional<String>> subscribe(String subscriptionId, String callId, Set<String> connectionIds) {
        Set<Long> feeds = new HashSet<>();
        connectionIds.forEach(id -> feeds.add(number(id)));
        return guarded(() -> {
            Peer peer = peers.get(subscriptionId);
            return peer == null ? receive(subscriptionId, number(callId), feeds) : update(peer, feeds);
        }).map(event -> Optional.ofNullable(event.getJsonObject("jsep")).map(jsep -> jsep.getString("sdp")))
                .onFailure().invoke(() -> drop(subscriptionId));
    }

    private Uni<JsonObject> receive(String subscriptionId, long room, Set<Long> feeds) {
        VideoRoom plugin = VideoRoom.PLUGIN;
        return session().flatMap(at -> at.attach(plugin.name()).flatMap(handle -> {
            Peer peer = new Peer(at, handle, plugin, room, null, Muted.NOTHING);
            keep(subscriptionId, peer);
            return at.call(handle, plugin.subscribe(room, feeds), null).invoke(() -> peer.feeds = feeds);
        }));
    }

    private static Uni<JsonObject> update(Peer peer, Set<Long> feeds) {
        Set<Long> more = new HashSet<>(feeds);
        more.removeAll(peer.feeds);
        Set<Long> noMore = new HashSet<>(peer.feeds);
        noMore.removeAll(feeds);
        if (more.isEmpty() && noMore.isEmpty()) {
            return Uni.createFrom().item(new JsonObject());
        }
        Uni<JsonObject> late = Uni.createFrom().<JsonObject>emitter(emitter -> peer.lateOffer = emitter)
                .memoize().indefinitely();
        late.subscribe().with(offer -> { });
        return peer.session.call(peer.handle, VideoRoom.PLUGIN.update(more, noMore), null)
                .flatMap(event -> VideoRoom.PLUGIN.comesLater(event) ? late : Uni.createFrom().item(event))
                .invoke(() -> peer.feeds = feeds);
    }

    @Override
    public Uni<Void> answer(String subscriptionId, String sdp) {
        Peer peer = peers.get(subscriptionId);
        if (peer == null) {
            return Uni.createFrom().failure(new MediaException("There is no such subscription"));
        }
        return guarded(() -> peer.session.call(peer.handle, VideoRoom.PLUGIN.start(), sdp("answer", sdp)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> endCall(String callId) {
        Uni<JanusSession> current = session.get();
        if (current == null) {
            return Uni.createFrom().voidItem();
        }
        return current.flatMap(at -> Multi.createFrom().items(VideoRoom.PLUGIN, AudioBridge.PLUGIN)
                .onItem().transformToUniAndConcatenate(plugin -> retried(at, () -> at.control(plugin.name())
                        .flatMap(handle -> at.ask(handle, withKey(plugin.destroy(number(callId)))))
                        .replaceWithVoid())
                        .onFailure(JanusMediaServer::isMissingRoom).recoverWithNull())
                .onItem().ignoreAsUni());
    }

    @Override
    public void event(long handle, JsonObject event) {
        String id = byHandle.get(handle);
        if (id == null) {
            return;
        }
        switch (event.getString("janus")) {
            case "webrtcup" -> listener.connected(id);
            case "media" -> listener.receiving(id,
                    "video".equals(event.getString("type")) ? MediaKind.VIDEO : MediaKind.AUDIO,
                    event.getBoolean("receiving"));
            case "hangup", "detached" -> hungUp(id);
            default -> pluginEvent(id, event);
        }
    }

    private void pluginEvent(String id, JsonObject event) {
        JsonObject data = JanusHttp.data(event);
        Peer peer = peers.get(id);
        if ("destroyed".equals(data.getString("videoroom", data.getString("audiobridge")))) {
            hungUp(id);
        } else if (VideoRoom.PLUGIN.isLateOffer(event) && peer != null && peer.lateOffer != null) {
            peer.lateOffer.complete(event);
        }
    }

    @Override
    public void over(JanusSession ended) {
        session.set(null);
        peers.forEach((id, peer) -> {
            if (peer.session == ended && peers.remove(id, peer)) {
                byHandle.remove(peer.handle);
                listener.lost(id);
            }
        });
    }

    /** Participants whose connections are this process's leave Janus with it; it need not say so. */
    void stop(@Observes ShutdownEvent event) {
        Uni<JanusSession> current = session.get();
        if (current != null) {
            current.flatMap(JanusSession::destroy)
                    .ifNoItem().after(DESTROY_TIMEOUT).fail()
                    .onFailure().recoverWithNull()
                    .await().indefinitely();
        }
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
                    session.compareAndSet(mine.get(), null);
                })
                .memoize().indefinitely());
        return session.compareAndSet(null, mine.get()) ? mine.get() : session();
    }

    private Uni<JsonObject> guarded(Supplier<Uni<JsonObject>> operation) {
        return http == null
                ? Uni.createFrom().failure(new MediaException(JanusConfig.URL_KEY + " is not set"))
                : guard.call(operation);
    }

    /** For what may be done twice. */
    private static Uni<Void> retried(JanusSession at, Supplier<Uni<Void>> operation) {
        return Uni.createFrom().<Void>deferred(operation::get)
                .onFailure(failure -> !(failure instanceof JanusRefusal) && !at.isOver())
                .retry().atMost(2);
    }

    private void keep(String id, Peer peer) {
        peers.put(id, peer);
        byHandle.put(peer.handle, id);
    }

    private void drop(String id) {
        disconnect(id).subscribe().with(gone -> { }, failed -> { });
    }

    private void hungUp(String id) {
        listener.hungUp(id);
    }

    private JsonObject withKey(JsonObject request) {
        adminKey.ifPresent(key -> request.put("admin_key", key));
        return request;
    }

    private static JsonObject sdp(String type, String sdp) {
        return new JsonObject().put("type", type).put("sdp", sdp).put("trickle", false);
    }

    private static long number(String id) {
        return Long.parseLong(id);
    }
}
