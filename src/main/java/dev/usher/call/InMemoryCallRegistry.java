package dev.usher.call;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;

import dev.usher.call.CallException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The calls of one process. Each call has a lock of its own, held for some hundred nanoseconds. */
@Singleton
@Typed(InMemoryCallRegistry.class)
public class InMemoryCallRegistry implements CallRegistry {

    private final Clock clock;
    private final CallConfig times;
    private final RegistryConfig bounds;

    private final Map<String, LiveCall> calls = new ConcurrentHashMap<>();
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, LiveCall> open = new ConcurrentSkipListMap<>();
    private final Queue<LiveCall> over = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final LongAdder openCalls = new LongAdder();
    private final LongAdder present = new LongAdder();
    private final CallListeners listeners = new CallListeners();

    @Inject
    public InMemoryCallRegistry(Clock clock, CallConfig times, RegistryConfig bounds) {
        this.clock = clock;
        this.times = times;
        this.bounds = bounds;
    }

    @Override
    public Uni<Call> add(Call call) {
        return Uni.createFrom().item(() -> {
            if (size.incrementAndGet() > bounds.maxCalls() && !forgetLongestOver()) {
                size.decrementAndGet();
                throw new CallException(Reason.TOO_MANY_CALLS);
            }
            LiveCall live = new LiveCall(numbers.getAndIncrement(), call, times, bounds.maxParticipantsPerCall(),
                    listeners);
            openCalls.increment();
            open.put(live.number, live);
            calls.put(call.id(), live);
            rooms.compute(call.roomId(), (id, room) -> (room == null ? new Room() : room).with(live));
            if (call.status() != CallStatus.SCHEDULED) {
                listeners.started(call);
            }
            return call;
        });
    }

    @Override
    public Uni<Call> find(String callId) {
        return with(callId, (live, now) -> live.call());
    }

    @Override
    public Uni<Optional<Participant>> participant(String callId, String personId) {
        return with(callId, (live, now) -> Optional.ofNullable(live.participant(personId)));
    }

    @Override
    public Uni<CallPage.Entry> withParticipants(String callId) {
        return with(callId, (live, now) -> live.entry());
    }

    @Override
    public Uni<Optional<Participant>> participantSeenAs(String callId, String id) {
        return with(callId, (live, now) -> Optional.ofNullable(live.participantSeenAs(id)));
    }

    @Override
    public Uni<Map<Integer, String>> owners(String callId, Set<Integer> sources) {
        return with(callId, (live, now) -> live.owners(sources));
    }

    @Override
    public Uni<Call> join(String callId, Joining joining) {
        return with(callId, (live, now) -> live.join(joining, now));
    }

    @Override
    public Uni<Call> leave(String callId, String personId) {
        return with(callId, (live, now) -> live.leave(personId, now));
    }

    @Override
    public Uni<Void> disconnect(String callId, String personId, String connectionId) {
        return with(callId, (live, now) -> {
            live.disconnect(personId, connectionId, now);
            return null;
        });
    }

    @Override
    public Uni<Void> connected(String callId, String personId, String connectionId) {
        return with(callId, (live, now) -> {
            live.connected(personId, connectionId);
            return null;
        });
    }

    @Override
    public Uni<Void> loseConnection(String callId, String personId, String connectionId) {
        return with(callId, (live, now) -> {
            live.loseConnection(personId, connectionId, now);
            return null;
        });
    }

    @Override
    public Uni<Call> heartbeat(String callId, String personId) {
        return with(callId, (live, now) -> live.heartbeat(personId, now));
    }

    @Override
    public Uni<Participant> change(String callId, String personId, ParticipantChange change) {
        return with(callId, (live, now) -> live.change(personId, change, now));
    }

    @Override
    public Uni<List<Person.Member>> addMembers(String callId, List<Person.Member> members) {
        return with(callId, (live, now) -> live.addMembers(members, now));
    }

    @Override
    public Uni<Call> rename(String callId, String title) {
        return with(callId, (live, now) -> live.rename(title, now));
    }

    @Override
    public Uni<Call> begin(String callId) {
        return with(callId, (live, now) -> live.begin(now));
    }

    @Override
    public Uni<Call> end(String callId, Person.Member by) {
        return with(callId, (live, now) -> live.end(by, now));
    }

    @Override
    public Uni<Call> cancel(String callId, Person.Member by) {
        return with(callId, (live, now) -> live.cancel(by, now));
    }

    @Override
    public Uni<Call> decline(String callId, Person.Member person) {
        return with(callId, (live, now) -> live.decline(person, now));
    }

    @Override
    public Uni<CallPage> inRoom(String roomId, int offset, int count) {
        return Uni.createFrom().item(() -> {
            Room room = rooms.get(roomId);
            return room == null
                    ? new CallPage(List.of(), offset, 0)
                    : new CallPage(entries(room.newest(offset, count)), offset, room.size());
        });
    }

    @Override
    public Uni<List<CallPage.Entry>> newestOpen(int count) {
        return Uni.createFrom().item(() -> entries(open.descendingMap().values().stream().limit(count).toList()));
    }

    @Override
    public void listen(CallListener listener) {
        listeners.add(listener);
    }

    @Override
    public Census census() {
        return new Census(openCalls.sum(), present.sum());
    }

    /** Ends what time has ended and forgets calls that have been over for the retention time. */
    void expire() {
        Instant now = clock.instant();
        for (LiveCall live : open.values()) {
            unlessForgotten(live, (unchanged, at) -> null);
        }
        Instant remembered = now.minus(bounds.retention());
        for (LiveCall oldest = over.peek(); oldest != null
                && !oldest.call().endedAt().isAfter(remembered); oldest = over.peek()) {
            forgetLongestOver();
        }
    }

    private <T> Uni<T> with(String callId, BiFunction<LiveCall, Instant, T> operation) {
        return Uni.createFrom().item(() -> {
            LiveCall live = calls.get(callId);
            if (live == null) {
                throw new CallException(Reason.CALL_NOT_FOUND);
            }
            return change(live, operation);
        });
    }

    /** For those who look at many calls and not at one that they were asked for. */
    private void unlessForgotten(LiveCall live, BiFunction<LiveCall, Instant, ?> operation) {
        synchronized (live) {
            if (!live.isForgotten()) {
                change(live, operation);
            }
        }
    }

    private <T> T change(LiveCall live, BiFunction<LiveCall, Instant, T> operation) {
        synchronized (live) {
            if (live.isForgotten()) {
                throw new CallException(Reason.CALL_NOT_FOUND);
            }
            Call before = live.call();
            try {
                Instant now = clock.instant();
                live.expire(now);
                return operation.apply(live, now);
            } finally {
                present.add(live.call().present() - before.present());
                if (live.call().isOver() && !before.isOver()) {
                    openCalls.decrement();
                    open.remove(live.number);
                    over.add(live);
                }
            }
        }
    }

    private List<CallPage.Entry> entries(List<LiveCall> page) {
        List<CallPage.Entry> entries = new ArrayList<>(page.size());
        for (LiveCall live : page) {
            unlessForgotten(live, (unchanged, now) -> entries.add(live.entry()));
        }
        return entries;
    }

    private boolean forgetLongestOver() {
        LiveCall live = over.poll();
        if (live == null) {
            return false;
        }
        synchronized (live) {
            live.forget();
        }
        calls.remove(live.call().id());
        rooms.computeIfPresent(live.call().roomId(), (id, room) -> room.without(live));
        size.decrementAndGet();
        return true;
    }

    /** A room's calls, oldest first. */
    private static final class Room {
        private final List<LiveCall> calls = new ArrayList<>(1);

        synchronized Room with(LiveCall call) {
            calls.add(call);
            return this;
        }

        synchronized Room without(LiveCall call) {
            calls.remove(call);
            return calls.isEmpty() ? null : this;
        }

        synchronized int size() {
            return calls.size();
        }

        synchronized List<LiveCall> newest(int offset, int count) {
            List<LiveCall> page = new ArrayList<>(Math.min(count, 100));
            for (int i = calls.size() - 1 - offset; i >= 0 && page.size() < count; i--) {
                page.add(calls.get(i));
            }
            return page;
        }
    }
}
