package dev.usher.media.janus;

import java.util.Set;

import dev.usher.media.ClientParameters;
import dev.usher.media.Muted;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.json.JsonObject;

/** A handle for one connection or subscription, with what it has now. */
final class JanusPeer {

    final JanusSession session;
    final long handle;
    private final JanusPlugin plugin;
    private final long room;
    private final long feed;
    private final ClientParameters client;
    /** Null while it is not known. */
    private volatile Muted muted;
    private volatile Set<Long> feeds = Set.of();
    private volatile UniEmitter<? super JsonObject> lateOffer;

    private JanusPeer(JanusSession session, long handle, JanusPlugin plugin, long room, long feed,
            ClientParameters client, Muted muted) {
        this.session = session;
        this.handle = handle;
        this.plugin = plugin;
        this.room = room;
        this.feed = feed;
        this.client = client;
        this.muted = muted;
    }

    static JanusPeer sending(JanusSession session, long handle, JanusPlugin plugin, long room, long feed,
            ClientParameters client) {
        return new JanusPeer(session, handle, plugin, room, feed, client, null);
    }

    static JanusPeer receiving(JanusSession session, long handle, long room) {
        return new JanusPeer(session, handle, VideoRoom.PLUGIN, room, 0, null, Muted.NOTHING);
    }

    /** Joins the room with the offer that stands for the client's. The event that answers has Janus's answer. */
    Uni<JsonObject> join(Muted wanted) {
        return session.call(handle, plugin.join(room, feed, wanted), JanusHttp.sdp("offer", plugin.offer(client)))
                .invoke(() -> muted = plugin.afterJoin(wanted));
    }

    Uni<Void> mute(Muted wanted, String adminKey) {
        Muted before = muted;
        muted = null;
        return Multi.createFrom().iterable(plugin.mute(room, feed, client, before, wanted))
                .onItem().transformToUniAndConcatenate(request ->
                        session.ask(handle, JanusHttp.withKey(request, adminKey)))
                .onItem().ignoreAsUni()
                .invoke(() -> muted = wanted);
    }

    /** Begins to receive. The event that answers has an offer. */
    Uni<JsonObject> receive(Set<Long> wanted) {
        return session.call(handle, VideoRoom.PLUGIN.subscribe(room, wanted), null).invoke(() -> feeds = wanted);
    }

    /** Changes whom it receives. The event has an offer if that needs one. */
    Uni<JsonObject> receiveInstead(Set<Long> wanted) {
        Set<Long> before = feeds;
        if (before.equals(wanted)) {
            return Uni.createFrom().item(new JsonObject());
        }
        Uni<JsonObject> late = Uni.createFrom().<JsonObject>emitter(emitter -> lateOffer = emitter)
                .memoize().indefinitely();
        late.subscribe().with(offer -> { });
        return session.call(handle, VideoRoom.PLUGIN.update(before, wanted), null)
                .flatMap(event -> VideoRoom.PLUGIN.comesLater(event) ? late : Uni.createFrom().item(event))
                .invoke(() -> feeds = wanted);
    }

    Uni<JsonObject> answer(String sdp) {
        return session.call(handle, VideoRoom.PLUGIN.start(), JanusHttp.sdp("answer", sdp));
    }

    /** Hears of events that answer no request. */
    void event(JsonObject event) {
        UniEmitter<? super JsonObject> waiting = lateOffer;
        if (waiting != null && VideoRoom.PLUGIN.isLateOffer(event)) {
            waiting.complete(event);
        }
    }
}
