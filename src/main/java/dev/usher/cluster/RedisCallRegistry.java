package dev.usher.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.usher.call.Call;
import dev.usher.call.CallConfig;
import dev.usher.call.CallException;
import dev.usher.call.CallException.Reason;
import dev.usher.call.CallListener;
import dev.usher.call.CallPage;
import dev.usher.call.CallRegistry;
import dev.usher.call.Joining;
import dev.usher.call.Participant;
import dev.usher.call.ParticipantChange;
import dev.usher.call.Person;
import dev.usher.call.RegistryConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The calls of all pods, on Redis. Every operation on a call is one round trip, see call.lua. Besides what
 * {@link CallRegistry} says, everything fails with {@link StoreAwayException} while Redis is away.
 */
@Singleton
@Typed(RedisCallRegistry.class)
public class RedisCallRegistry implements CallRegistry {

    /** How long a room's list is kept beyond the longest time that its latest call can be seen. */
    private static final long ROOM_MARGIN_MILLIS = 10L * 24 * 60 * 60 * 1000;
    private static final int PAGE_TRIES = 3;
    /** Few, since joins wait behind them. */
    private static final int LOOKED_AFTER_AT_A_TIME = 4;

    private final RedisStore store;
    private final CallIndex index;
    private final CallScript script;
    private final CallEvents events;
    private final CallConfig times;
    private final RegistryConfig bounds;

    @Inject
    RedisCallRegistry(RedisStore store, CallIndex index, CallEvents events, CallConfig times, RegistryConfig bounds) {
        this.store = store;
        this.index = index;
        this.script = new CallScript(store, index);
        this.events = events;
        this.times = times;
        this.bounds = bounds;
    }

    @Override
    public Uni<Call> add(Call call) {
        return index.admit(call.id(), bounds.maxCalls()).flatMap(admitted -> {
            CallIndex.Place place = admitted.orElseThrow(() -> new CallException(Reason.TOO_MANY_CALLS));
            Uni<Void> room = place.toForget().map(this::forget).orElseGet(() -> Uni.createFrom().voidItem());
            return room.chain(() -> script.run(call.id(), "add", CallCodec.fixed(call, times, bounds), call.status().name(),
                    CallCodec.title(call.title())))
                    .call(() -> list(call, place.number()))
                    .map(CallScript.Reply::call);
        });
    }

    private Uni<Void> list(Call call, String number) {
        String key = Keys.room(call.roomId());
        long keep = times.maxDuration().plus(bounds.retention()).toMillis() + ROOM_MARGIN_MILLIS;
        return Uni.join().all(store.send(Command.ZADD, key, number, call.id()),
                store.send(Command.PEXPIRE, key, String.valueOf(keep))).andFailFast().replaceWithVoid();
    }

    @Override
    public Uni<Call> find(String callId) {
        return script.change(callId, "find");
    }

    @Override
    public Uni<Optional<Participant>> participant(String callId, String personId) {
        return script.run(callId, "participant", personId).map(RedisCallRegistry::participant);
    }

    @Override
    public Uni<CallPage.Entry> withParticipants(String callId) {
        return script.run(callId, "everybody").map(reply -> new CallPage.Entry(reply.call(),
                CallCodec.participants(reply.result().stream().map(Response::toString).toList())));
    }

    @Override
    public Uni<Optional<Participant>> participantSeenAs(String callId, String id) {
        return script.run(callId, "seenAs", id).map(RedisCallRegistry::participant);
    }

    private static Optional<Participant> participant(CallScript.Reply reply) {
        return Optional.ofNullable(reply.result()).map(Response::toString).map(CallCodec::participant);
    }

    @Override
    public Uni<Map<Integer, String>> owners(String callId, Set<Integer> sources) {
        if (sources.isEmpty()) {
            return find(callId).replaceWith(Map.of());
        }
        List<Integer> asked = List.copyOf(sources);
        return script.run(callId, "owners", asked.stream().map(Object::toString).toArray(String[]::new)).map(reply -> {
            Map<Integer, String> owners = new HashMap<>();
            for (int i = 0; i < asked.size(); i++) {
                if (reply.result().get(i) != null) {
                    owners.put(asked.get(i), reply.result().get(i).toString());
                }
            }
            return owners;
        });
    }

    @Override
    public Uni<Call> join(String callId, Joining joining) {
        return script.change(callId, "join", CallCodec.joining(joining));
    }

    @Override
    public Uni<Call> leave(String callId, String personId) {
        return script.change(callId, "leave", personId);
    }

    @Override
    public Uni<Void> disconnect(String callId, String personId, String connectionId) {
        return script.change(callId, "disconnect", personId, connectionId).replaceWithVoid();
    }

    @Override
    public Uni<Void> connected(String callId, String personId, String connectionId) {
        return script.change(callId, "connected", personId, connectionId).replaceWithVoid();
    }

    @Override
    public Uni<Void> loseConnection(String callId, String personId, String connectionId) {
        return script.change(callId, "loseConnection", personId, connectionId).replaceWithVoid();
    }

    @Override
    public Uni<Call> heartbeat(String callId, String personId) {
        return script.change(callId, "heartbeat", personId);
    }

    @Override
    public Uni<Participant> change(String callId, String personId, ParticipantChange change) {
        return script.run(callId, "change", personId, CallCodec.change(change))
                .map(reply -> CallCodec.participant(reply.result().toString()));
    }

    @Override
    public Uni<List<Person.Member>> addMembers(String callId, List<Person.Member> members) {
        return script.run(callId, "addMembers", members.stream().map(RedisCallRegistry::encoded).toArray(String[]::new))
                .map(reply -> {
                    Map<String, Person.Member> byId = new HashMap<>();
                    members.forEach(member -> byId.putIfAbsent(member.id(), member));
                    return reply.result().stream().map(id -> byId.get(id.toString())).toList();
                });
    }

    @Override
    public Uni<Call> rename(String callId, String title) {
        return script.change(callId, "rename", CallCodec.title(title));
    }

    @Override
    public Uni<Call> begin(String callId) {
        return script.change(callId, "begin");
    }

    @Override
    public Uni<Call> end(String callId, Person.Member by) {
        return script.change(callId, "end", by == null ? "" : encoded(by));
    }

    @Override
    public Uni<Call> cancel(String callId, Person.Member by) {
        return script.change(callId, "cancel", encoded(by));
    }

    @Override
    public Uni<Call> decline(String callId, Person.Member person) {
        return script.change(callId, "decline", encoded(person));
    }

    private static String encoded(Person.Member member) {
        return CallCodec.person(member).encode();
    }

    @Override
    public Uni<CallPage> inRoom(String roomId, int offset, int count) {
        return page(roomId, offset, count, PAGE_TRIES);
    }

    /** Calls that are not there any more leave their room's list when somebody comes across them. */
    private Uni<CallPage> page(String roomId, int offset, int count, int tries) {
        String key = Keys.room(roomId);
        Uni<Response> total = store.send(Command.ZCARD, key);
        if (count == 0) {
            return total.map(size -> new CallPage(List.of(), offset, size.toInteger()));
        }
        return Uni.combine().all().unis(total, store.send(Command.ZREVRANGE, key, String.valueOf(offset),
                String.valueOf(offset + (long) count - 1))).asTuple().flatMap(answers -> {
                    List<String> ids = answers.getItem2().stream().map(Response::toString).toList();
                    int size = answers.getItem1().toInteger();
                    return entries(ids).flatMap(entries -> {
                        List<String> gone = IntStream.range(0, ids.size())
                                .filter(i -> entries.get(i).isEmpty()).mapToObj(ids::get).toList();
                        CallPage page = new CallPage(entries.stream().flatMap(Optional::stream).toList(), offset,
                                size - gone.size());
                        return gone.isEmpty() ? Uni.createFrom().item(page)
                                : store.send(Command.ZREM, Stream.concat(Stream.of(key), gone.stream())
                                        .toArray(String[]::new))
                                        .chain(() -> tries > 1 ? page(roomId, offset, count, tries - 1)
                                                : Uni.createFrom().item(page));
                    });
                });
    }

    @Override
    public Uni<List<CallPage.Entry>> newestOpen(int count) {
        return store.send(Command.ZREVRANGE, Keys.OPEN_CALLS, "0", String.valueOf(count - 1))
                .flatMap(ids -> entries(ids.stream().map(Response::toString).toList()))
                .map(entries -> entries.stream().flatMap(Optional::stream)
                        .filter(entry -> !entry.call().isOver()).toList());
    }

    /** The calls with their participants, asked for at the same time; empty for those that are not there. */
    private Uni<List<Optional<CallPage.Entry>>> entries(List<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Uni<Optional<CallPage.Entry>>> asked = new ArrayList<>(ids.size());
        ids.forEach(id -> asked.add(withParticipants(id).map(Optional::of)
                .onFailure(CallException.class).recoverWithItem(Optional.empty())));
        return Uni.join().all(asked).andFailFast();
    }

    @Override
    public void listen(CallListener listener) {
        events.listen(listener);
    }

    @Override
    public Census census() {
        return index.census();
    }

    /** Tells what was seen, and lets time do its work on calls that nobody asks for. */
    Uni<Void> lookAfterCalls() {
        return index.due().call(due -> Multi.createFrom().iterable(due)
                .onItem().transformToUni(this::lookAfter).merge(LOOKED_AFTER_AT_A_TIME)
                .onItem().ignoreAsUni())
                .call(index::flush)
                .flatMap(due -> CallIndex.areMany(due) ? lookAfterCalls() : Uni.createFrom().voidItem());
    }

    private Uni<Void> lookAfter(String callId) {
        return script.ask(callId, "expire").flatMap(answer -> {
            if (answer.get(1) == null) {
                return index.remove(callId);
            }
            Call call = CallScript.call(answer);
            long due = answer.get(2).toLong();
            if (call.isOver() && due <= answer.get(4).toLong()) {
                return forget(callId).chain(() -> index.remove(callId));
            }
            index.lookedAfter(call, due);
            return Uni.createFrom().voidItem();
        });
    }

    /** Leaves nothing of a call, but for its place in the index. */
    private Uni<Void> forget(String callId) {
        return script.ask(callId, "forget").flatMap(answer -> answer.get(1) == null
                ? Uni.createFrom().voidItem()
                : store.send(Command.ZREM, Keys.room(CallScript.call(answer).roomId()), callId)
                        .replaceWithVoid());
    }
}
