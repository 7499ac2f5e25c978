package dev.usher.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jboss.logging.Logger;

import dev.usher.media.MediaException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Asks other pods to do what only they can. */
@Singleton
class Pods {

    private static final Logger LOG = Logger.getLogger(Pods.class);

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(6);

    private final String me = UUID.randomUUID().toString();
    private final RedisStore store;
    private final Channels channels;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, UniEmitter<? super JsonObject>> awaited = new ConcurrentHashMap<>();
    private final Map<String, Function<JsonObject, Uni<JsonObject>>> operations = new ConcurrentHashMap<>();

    @Inject
    Pods(RedisStore store, Channels channels) {
        this.store = store;
        this.channels = channels;
    }

    /** This process's own name, which no other has ever had. */
    String me() {
        return me;
    }

    void start() {
        channels.listen(Keys.channel(me), this::heard);
    }

    /** Does this for others who ask. */
    void serve(String operation, Function<JsonObject, Uni<JsonObject>> how) {
        operations.put(operation, how);
    }

    /** What another pod gives. Fails with {@link MediaException} if it refuses or does not answer. */
    Uni<JsonObject> ask(String pod, String operation, JsonObject what) {
        long number = numbers.incrementAndGet();
        JsonObject request = new JsonObject().put("from", me).put("number", number).put("operation", operation)
                .put("what", what);
        return Uni.createFrom().<JsonObject>emitter(emitter -> {
            awaited.put(number, emitter);
            say(pod, request).subscribe().with(said -> { }, emitter::fail);
        }).ifNoItem().after(ANSWER_TIMEOUT).failWith(() -> new MediaException("The pod that has it did not answer"))
                .onTermination().invoke(() -> awaited.remove(number));
    }

    /** Keeps the connection of the channels from being silent. */
    Uni<Void> beat() {
        return say(me, new JsonObject());
    }

    private Uni<Void> say(String pod, JsonObject message) {
        return store.send(Command.PUBLISH, Keys.channel(pod), message.encode()).replaceWithVoid();
    }

    private void heard(String text) {
        JsonObject message = new JsonObject(text);
        if (message.containsKey("operation")) {
            serve(message);
        } else if (message.containsKey("number")) {
            UniEmitter<? super JsonObject> waiting = awaited.remove(message.getLong("number"));
            if (waiting != null && message.containsKey("failure")) {
                waiting.fail(new MediaException(message.getString("failure")));
            } else if (waiting != null) {
                waiting.complete(message.getJsonObject("result"));
            }
        }
    }

    private void serve(JsonObject request) {
        JsonObject reply = new JsonObject().put("number", request.getLong("number"));
        Uni.createFrom().deferred(() -> operations.get(request.getString("operation"))
                .apply(request.getJsonObject("what")))
                .map(result -> reply.put("result", result))
                .onFailure().recoverWithItem(failure -> reply.put("failure", reason(failure)))
                .flatMap(said -> say(request.getString("from"), said))
                .subscribe().with(said -> { }, failed -> LOG.debugf("An answer to a pod was lost: %s", failed));
    }

    private static String reason(Throwable failure) {
        return failure instanceof MediaException ? failure.getMessage() : "The pod that has it could not do it";
    }
}
