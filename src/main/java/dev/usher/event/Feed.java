package dev.usher.event;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/**
 * The latest events of one call, or of all, which any number of readers take from here, each at their own pace: what
 * is kept for all of them is kept once, and bounded. Changed only by a thread that holds its monitor, in which nothing
 * else is waited for.
 */
final class Feed {

    private static final long UNKNOWN = Long.MAX_VALUE;

    final boolean isOfOneCall;
    private final Supplier<Uni<Told>> snapshots;
    private final Context context;
    private final Set<FeedReader> readers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final Told.Event[] ring;
    /** The numbers of the oldest event that is kept and of the next one. */
    private long first;
    private long next;
    /** All events of later versions are here; UNKNOWN before the first snapshot. */
    private long completeFrom = UNKNOWN;
    private long forgotten = -1;
    private long latest = -1;
    private int generation;
    private Uni<Told> snapshot;
    private volatile long idleSince = System.nanoTime();

    Feed(boolean isOfOneCall, int history, Supplier<Uni<Told>> snapshots, Context context) {
        this.isOfOneCall = isOfOneCall;
        this.ring = new Told.Event[history];
        this.snapshots = snapshots;
        this.context = context;
    }

    void add(CallEvent event) {
        synchronized (this) {
            if (next - first == ring.length) {
                forgotten = at(first).event().call().version();
                first++;
                completeFrom = completeFrom == UNKNOWN ? UNKNOWN : Math.max(completeFrom, forgotten);
            }
            ring[slot(next++)] = new Told.Event(event);
            latest = event.call().version();
        }
        signal();
    }

    /** Events may have been missed: everybody needs a snapshot. */
    void missed() {
        synchronized (this) {
            first = next;
            completeFrom = UNKNOWN;
            generation++;
            snapshot = null;
        }
        signal();
    }

    private void signal() {
        if (!readers.isEmpty() && signalled.compareAndSet(false, true)) {
            context.runOnContext(now -> {
                signalled.set(false);
                readers.forEach(FeedReader::wake);
            });
        }
    }

    void enter(FeedReader reader) {
        readers.add(reader);
    }

    void leave(FeedReader reader) {
        readers.remove(reader);
        idleSince = System.nanoTime();
    }

    boolean isIdleFor(Duration time) {
        return readers.isEmpty() && System.nanoTime() - idleSince >= time.toNanos();
    }

    boolean hasReaders() {
        return !readers.isEmpty();
    }

    // --- for readers, which hold the monitor

    int generation() {
        return generation;
    }

    long first() {
        return first;
    }

    long next() {
        return next;
    }

    Told.Event at(long number) {
        return ring[slot(number)];
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }

    /** Whether one who knows the call in that version misses nothing by going on with the events that are here. */
    boolean continues(long version) {
        return version >= completeFrom && version <= latest;
    }

    /** Notes the version of a snapshot. False if events that came after it are gone already. */
    boolean covers(long version) {
        if (forgotten > version) {
            return false;
        }
        completeFrom = Math.max(forgotten, Math.min(completeFrom, version));
        latest = Math.max(latest, version);
        return true;
    }

    /** The same for all who need one at the same time. To be asked for by who does not hold the monitor. */
    synchronized Uni<Told> snapshot() {
        if (snapshot == null) {
            AtomicReference<Uni<Told>> mine = new AtomicReference<>();
            mine.set(snapshots.get().onTermination().invoke(() -> forget(mine.get())).memoize().indefinitely());
            snapshot = mine.get();
        }
        return snapshot;
    }

    private synchronized void forget(Uni<Told> made) {
        if (snapshot == made) {
            snapshot = null;
        }
    }
}
