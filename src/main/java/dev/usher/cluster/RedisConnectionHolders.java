package dev.usher.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.usher.media.MediaException;
import dev.usher.videochat.ConnectionHolders;
import dev.usher.videochat.VideoChatException;
import dev.usher.videochat.VideoChatException.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Writes down in Redis which pod holds which connections and subscriptions. */
@Singleton
@Typed(RedisConnectionHolders.class)
public class RedisConnectionHolders implements ConnectionHolders {

    static final String SETTLE = "settle";
    static final String DISCONNECT = "disconnect";
    static final String ID = "id";

    private static final String SESSION = "session";
    private static final String CALL = "call ";
    private static final String SUBSCRIPTION = "";
    private static final Duration FOREVER = Duration.ofDays(10_000);

    private final RedisStore store;
    private final Pods pods;
    private final Script script = Script.named("pod");
    private volatile boolean holdsAny;
    private volatile boolean announced;
    private volatile boolean left;

    /**
     * What a pod holds.
     *
     * @param connections the call and the person of each connection, by the connection's id
     */
    record Held(Optional<String> session, Map<String, Owner> connections, List<String> subscriptions,
            List<String> calls) {
    }

    /** Who is connected. */
    record Owner(String callId, String personId) {
    }

    @Inject
    RedisConnectionHolders(RedisStore store, Pods pods) {
        this.store = store;
        this.pods = pods;
    }

    /**
     * Says that this pod is there, if it holds anything.
     *
     * @return the pods that were silent for longer than the given time, and which this one is to clean up after
     */
    Uni<List<String>> beat(Duration lease) {
        return store.run(script, List.of(Keys.PODS), pods.me(), holdsAny && !left ? "1" : "0",
                String.valueOf(lease.toMillis()))
                .map(dead -> dead.stream().map(Response::toString).toList());
    }

    /** The others look after this pod from its first connection on. */
    private Uni<Void> announced() {
        holdsAny = true;
        return announced ? Uni.createFrom().voidItem()
                : beat(FOREVER).invoke(none -> announced = true).replaceWithVoid();
    }

    @Override
    public boolean areShared() {
        return true;
    }

    @Override
    public void began(String session) {
        forget(hold(SESSION, session));
    }

    @Override
    public Uni<Void> opened(String connectionId, String callId, String personId) {
        return announced().chain(() -> Uni.join().all(
                hold(connectionId, callId + ' ' + personId), hold(CALL + callId, ""),
                store.send(Command.HSET, Keys.HOLDERS, connectionId, pods.me())).andFailFast()).replaceWithVoid();
    }

    /** This pod has that subscription. Completes when others can know. */
    Uni<Void> subscribed(String subscriptionId) {
        return announced().chain(() -> Uni.join().all(hold(subscriptionId, SUBSCRIPTION),
                store.send(Command.HSET, Keys.HOLDERS, subscriptionId, pods.me())).andFailFast()).replaceWithVoid();
    }

    private Uni<Response> hold(String what, String of) {
        return store.send(Command.HSET, Keys.heldBy(pods.me()), what, of);
    }

    @Override
    public void closed(String id) {
        forget(store.send(Command.HDEL, Keys.heldBy(pods.me()), id));
        forget(store.send(Command.HDEL, Keys.HOLDERS, id));
    }

    @Override
    public void ended(String callId) {
        forget(store.send(Command.HDEL, Keys.heldBy(pods.me()), CALL + callId));
    }

    private static void forget(Uni<?> said) {
        said.subscribe().with(done -> { }, failed -> { });
    }

    /** The other pod that has a connection or subscription; empty if it is this one, or none. */
    Uni<Optional<String>> otherHolder(String id) {
        return store.send(Command.HGET, Keys.HOLDERS, id)
                .map(pod -> Optional.ofNullable(pod).map(Response::toString).filter(name -> !name.equals(pods.me())));
    }

    @Override
    public Uni<Void> settled(String connectionId) {
        return otherHolder(connectionId).flatMap(holder -> holder.isEmpty() ? Uni.createFrom().voidItem()
                : pods.ask(holder.get(), SETTLE, new JsonObject().put(ID, connectionId)).replaceWithVoid())
                .onFailure(MediaException.class).transform(failed -> new VideoChatException(Reason.MEDIA_FAILED));
    }

    @Override
    public void close(String subscriptionId) {
        forget(otherHolder(subscriptionId).flatMap(holder -> holder.isEmpty()
                ? Uni.createFrom().voidItem().invoke(() -> closed(subscriptionId))
                : pods.ask(holder.get(), DISCONNECT, new JsonObject().put(ID, subscriptionId)).replaceWithVoid()));
    }

    /** The others clean up at once. */
    @Override
    public Uni<Void> leaving() {
        if (!holdsAny) {
            return Uni.createFrom().voidItem();
        }
        left = true;
        return store.send(Command.ZADD, Keys.PODS, "0", pods.me()).replaceWithVoid();
    }

    Uni<Held> heldBy(String pod) {
        return store.send(Command.HGETALL, Keys.heldBy(pod)).map(RedisConnectionHolders::held);
    }

    private static Held held(Response fields) {
        String session = null;
        Map<String, Owner> connections = new HashMap<>();
        List<String> subscriptions = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        for (String field : fields.getKeys()) {
            String value = fields.get(field).toString();
            if (field.equals(SESSION)) {
                session = value;
            } else if (field.startsWith(CALL)) {
                calls.add(field.substring(CALL.length()));
            } else if (value.equals(SUBSCRIPTION)) {
                subscriptions.add(field);
            } else {
                int end = value.indexOf(' ');
                connections.put(field, new Owner(value.substring(0, end), value.substring(end + 1)));
            }
        }
        return new Held(Optional.ofNullable(session), connections, subscriptions, calls);
    }

    /** Strikes out a pod that is gone, and what it held and nobody has taken over. */
    Uni<Void> strikeOut(String pod, List<String> ids) {
        List<String> request = new ArrayList<>(List.of(Keys.HOLDERS));
        request.addAll(ids);
        Uni<?> holders = ids.isEmpty() ? Uni.createFrom().voidItem()
                : store.send(Command.HDEL, request.toArray(String[]::new));
        return holders.chain(() -> store.send(Command.DEL, Keys.heldBy(pod)))
                .chain(() -> store.send(Command.ZREM, Keys.PODS, pod)).replaceWithVoid();
    }
}
