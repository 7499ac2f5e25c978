package dev.usher.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.usher.call.VideoChat;
import dev.usher.media.ConnectionParameters;
import dev.usher.media.MediaListener;
import dev.usher.media.MediaServer;
import dev.usher.media.Muted;
import dev.usher.media.janus.JanusMediaServer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The media server where several pods use it. Whichever pod a request reaches, what concerns a subscription is done by
 * the pod that holds it.
 */
@Singleton
@Typed(SharedMediaServer.class)
public class SharedMediaServer implements MediaServer {

    private static final String CHANGE = "change";
    private static final String ANSWER = "answer";
    private static final String SDP = "sdp";

    private final JanusMediaServer own;
    private final RedisConnectionHolders holders;
    private final Pods pods;

    @Inject
    SharedMediaServer(JanusMediaServer own, RedisConnectionHolders holders, Pods pods) {
        this.own = own;
        this.holders = holders;
        this.pods = pods;
        pods.serve(CHANGE, what -> own.change(id(what), what.getString("call"), ids(what)).map(SharedMediaServer::json));
        pods.serve(ANSWER, what -> own.answer(id(what), what.getString(SDP)).replaceWith(new JsonObject()));
        pods.serve(RedisConnectionHolders.DISCONNECT, what -> {
            holders.closed(id(what));
            return own.disconnect(id(what)).replaceWith(new JsonObject());
        });
    }

    private static String id(JsonObject what) {
        return what.getString(RedisConnectionHolders.ID);
    }

    private static Set<String> ids(JsonObject what) {
        return Set.copyOf(what.getJsonArray("connections").stream().map(Object::toString).toList());
    }

    private static JsonObject json(Optional<String> sdp) {
        return sdp.map(text -> new JsonObject().put(SDP, text)).orElseGet(JsonObject::new);
    }

    @Override
    public Uni<ConnectionParameters> connect(Wish wish) {
        return own.connect(wish);
    }

    @Override
    public Uni<Void> mute(String connectionId, Muted muted) {
        return own.mute(connectionId, muted);
    }

    @Override
    public Uni<Void> disconnect(String id) {
        return own.disconnect(id);
    }

    @Override
    public Uni<Optional<String>> subscribe(String subscriptionId, String callId, Set<String> connectionIds) {
        return own.subscribe(subscriptionId, callId, connectionIds)
                .call(() -> holders.subscribed(subscriptionId));
    }

    @Override
    public Uni<Optional<String>> change(String subscriptionId, String callId, Set<String> connectionIds) {
        return byHolder(subscriptionId, () -> own.change(subscriptionId, callId, connectionIds), pod ->
                pods.ask(pod, CHANGE, new JsonObject().put(RedisConnectionHolders.ID, subscriptionId)
                        .put("call", callId).put("connections", new JsonArray(List.copyOf(connectionIds))))
                        .map(answer -> Optional.ofNullable(answer.getString(SDP))));
    }

    @Override
    public Uni<Void> answer(String subscriptionId, String sdp) {
        return byHolder(subscriptionId, () -> own.answer(subscriptionId, sdp), pod ->
                pods.ask(pod, ANSWER, new JsonObject().put(RedisConnectionHolders.ID, subscriptionId).put(SDP, sdp))
                        .replaceWithVoid());
    }

    /** What is asked of another pod. */
    private interface Question<T> {
        Uni<T> to(String pod);
    }

    private <T> Uni<T> byHolder(String id, Supplier<Uni<T>> here, Question<T> there) {
        return own.holds(id) ? here.get()
                : holders.otherHolder(id).flatMap(pod -> pod.map(there::to).orElseGet(here));
    }

    @Override
    public Uni<Void> endCall(String callId) {
        return own.endCall(callId);
    }

    @Override
    public void takeOver(String callId, VideoChat.Mode mode) {
        own.takeOver(callId, mode);
    }

    @Override
    public Uni<Void> endSession(String session) {
        return own.endSession(session);
    }

    @Override
    public Uni<Void> stop(boolean calls) {
        return own.stop(calls);
    }

    @Override
    public boolean isConfigured() {
        return own.isConfigured();
    }

    @Override
    public boolean isUp() {
        return own.isUp();
    }

    @Override
    public void listen(MediaListener listener) {
        own.listen(listener);
    }
}
