package dev.usher.cluster;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.usher.call.Call;
import dev.usher.call.CallRegistry.Census;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What is known of all calls together, see index.lua. What this pod sees of calls is told in batches, so that no join
 * waits for it.
 */
@Singleton
class CallIndex {

    /** A script takes some thousand arguments at the most. */
    private static final int BATCH = 500;
    private static final int DUE_AT_A_TIME = 500;

    private final RedisStore store;
    private final Script script = Script.named("index");
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private volatile Census census = new Census(0, 0);

    /** A call as somebody saw it; {@code due} is when time changes it next, in ms since 1970. */
    private record Seen(String id, long version, int people, long due, String ended, boolean looksAfter) {

        Seen orLater(Seen other) {
            if (other.version != version) {
                return other.version > version ? other : this;
            }
            return new Seen(id, version, people, looksAfter ? due : Math.min(due, other.due), ended, looksAfter);
        }
    }

    /** A place for a new call. */
    record Place(String number, Optional<String> toForget) {
    }

    @Inject
    CallIndex(RedisStore store) {
        this.store = store;
    }

    /** A place for a call; empty if there are as many as there may be, and all are open. */
    Uni<Optional<Place>> admit(String callId, int maxCalls) {
        return store.run(script, Keys.INDEX, "admit", callId, String.valueOf(maxCalls))
                .map(answer -> answer == null ? Optional.empty() : Optional.of(new Place(answer.get(0).toString(),
                        Optional.ofNullable(answer.get(1)).map(Response::toString))));
    }

    Uni<Void> remove(String callId) {
        seen.remove(callId);
        return store.run(script, Keys.INDEX, "remove", callId).replaceWithVoid();
    }

    /** Takes note of a call with the next batch. */
    void saw(Call call, long due) {
        note(call, due, false);
    }

    /** The same by who looks after the call now, and knows. */
    void lookedAfter(Call call, long due) {
        note(call, due, true);
    }

    private void note(Call call, long due, boolean looksAfter) {
        seen.merge(call.id(), new Seen(call.id(), call.version(), call.present(), due,
                call.endedAt() == null ? "" : String.valueOf(call.endedAt().toEpochMilli()), looksAfter),
                (before, now) -> now.orLater(before));
    }

    /** Tells what was seen. */
    Uni<Void> flush() {
        return tick(0).flatMap(none -> seen.size() > BATCH ? flush() : Uni.createFrom().voidItem());
    }

    /** Takes calls to look after, which nobody else does for some seconds. */
    Uni<List<String>> due() {
        return tick(DUE_AT_A_TIME);
    }

    /** Whether there are more to be expected after so many. */
    static boolean areMany(List<String> due) {
        return due.size() == DUE_AT_A_TIME;
    }

    private Uni<List<String>> tick(int due) {
        return Uni.createFrom().deferred(() -> {
            List<Seen> batch = nextBatch();
            return store.run(script, Keys.INDEX, arguments(due, batch))
                    .onFailure().invoke(() -> batch.forEach(notTold ->
                            seen.merge(notTold.id, notTold, (now, before) -> now.orLater(before))))
                    .map(answer -> {
                        census = new Census(answer.get(0).toLong(), answer.get(1).toLong());
                        return answer.get(2).stream().map(Response::toString).toList();
                    });
        });
    }

    private List<Seen> nextBatch() {
        List<Seen> batch = new ArrayList<>();
        Iterator<String> ids = seen.keySet().iterator();
        while (batch.size() < BATCH && ids.hasNext()) {
            Seen next = seen.remove(ids.next());
            if (next != null) {
                batch.add(next);
            }
        }
        return batch;
    }

    private static String[] arguments(int due, List<Seen> batch) {
        List<String> arguments = new ArrayList<>(List.of("tick", String.valueOf(due)));
        for (Seen call : batch) {
            arguments.addAll(List.of(call.id, String.valueOf(call.version), String.valueOf(call.people),
                    String.valueOf(call.due), call.ended, call.looksAfter ? "1" : "0"));
        }
        return arguments.toArray(String[]::new);
    }

    Census census() {
        return census;
    }
}
