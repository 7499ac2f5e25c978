package dev.usher.webhook;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

import dev.usher.event.CallEvent;

/**
 * The events that wait for one webhook, at most so many, for at most so long. Those of one call leave it one after the
 * other, in order: the next one when {@link #settle} says that the one before needs not be sent any more. Any thread
 * may add; nothing is waited for. Times are nanoseconds since whenever.
 */
final class Outbox {

    private final int max;
    private final long lifetime;
    private final Map<String, Line> lines = new HashMap<>();
    /** All events in the order in which they came. */
    private final Set<Waiting> all = new LinkedHashSet<>();
    private final Set<Line> ready = new LinkedHashSet<>();
    private final Queue<Line> later = new PriorityQueue<>(Comparator.comparingLong(line -> line.due));
    private int dropped;

    /** An event that waits. */
    static final class Waiting {

        final CallEvent event;
        private final long deadline;
        private int attempts;

        private Waiting(CallEvent event, long deadline) {
            this.event = event;
            this.deadline = deadline;
        }

        /** How often it has been tried, with the attempt that goes on. */
        int attempts() {
            return attempts;
        }
    }

    /** The events of one call. While it has some, it is ready, or to be tried later, or its first one is under way. */
    private static final class Line {
        final Deque<Waiting> events = new ArrayDeque<>();
        boolean sending;
        long due;
    }

    Outbox(int max, long lifetime) {
        this.max = max;
        this.lifetime = lifetime;
    }

    /** Takes an event. The oldest one makes room for it, if there must be some. */
    synchronized void add(CallEvent event, long now) {
        Waiting waiting = new Waiting(event, now + lifetime);
        Line line = lines.get(event.call().id());
        if (line == null) {
            line = new Line();
            lines.put(event.call().id(), line);
            ready.add(line);
        }
        line.events.add(waiting);
        all.add(waiting);
        for (Iterator<Waiting> oldest = all.iterator(); all.size() > max && oldest.hasNext();) {
            dropIfIdle(oldest, oldest.next());
        }
    }

    /** Drops what has waited for too long, and makes ready what is due. */
    synchronized void pass(long now) {
        while (!later.isEmpty() && (later.peek().due <= now || later.peek().events.isEmpty())) {
            Line line = later.poll();
            if (!line.events.isEmpty()) {
                ready.add(line);
            }
        }
        for (Iterator<Waiting> oldest = all.iterator(); oldest.hasNext();) {
            Waiting waiting = oldest.next();
            if (waiting.deadline > now) {
                break;
            }
            dropIfIdle(oldest, waiting);
        }
    }

    private void dropIfIdle(Iterator<Waiting> among, Waiting waiting) {
        Line line = line(waiting);
        if (!line.sending || line.events.peek() != waiting) {
            among.remove();
            line.events.remove(waiting);
            forgetIfEmpty(waiting.event.call().id(), line);
            dropped++;
        }
    }

    /** How many were dropped since that was asked before. */
    synchronized int dropped() {
        int since = dropped;
        dropped = 0;
        return since;
    }

    /** The next event to be sent now; null if there is none. It is under way then. */
    synchronized Waiting next() {
        for (Iterator<Line> lines = ready.iterator(); lines.hasNext();) {
            Line line = lines.next();
            lines.remove();
            Waiting first = line.events.peek();
            if (first != null) {
                line.sending = true;
                first.attempts++;
                return first;
            }
        }
        return null;
    }

    /** Something under way needs not be sent any more. */
    synchronized void settle(Waiting sent) {
        Line line = line(sent);
        line.sending = false;
        line.events.remove(sent);
        all.remove(sent);
        if (!forgetIfEmpty(sent.event.call().id(), line)) {
            ready.add(line);
        }
    }

    /** Something under way is to be sent again then. */
    synchronized void retry(Waiting sent, long due) {
        Line line = line(sent);
        line.sending = false;
        line.due = due;
        later.add(line);
    }

    /** All that is to be sent again later is to be sent now. */
    synchronized void hurry() {
        ready.addAll(later);
        later.clear();
    }

    /** Drops a call's events that another process has settled. */
    synchronized void forget(Turns.Settled upTo) {
        Line line = lines.get(upTo.callId());
        if (line == null || line.sending) {
            return;
        }
        boolean isHere = line.events.stream().anyMatch(waiting -> isThat(waiting.event, upTo));
        boolean goesOn = true;
        while (goesOn && !line.events.isEmpty()) {
            CallEvent first = line.events.peek().event;
            goesOn = isHere ? !isThat(first, upTo) : first.call().version() < upTo.version();
            if (goesOn || isHere) {
                all.remove(line.events.poll());
            }
        }
        forgetIfEmpty(upTo.callId(), line);
    }

    private static boolean isThat(CallEvent event, Turns.Settled upTo) {
        return event.call().version() == upTo.version() && EventId.of(event).equals(upTo.eventId());
    }

    /** When something is to be sent again; {@link Long#MAX_VALUE} if nothing is. */
    synchronized long due() {
        return later.isEmpty() ? Long.MAX_VALUE : later.peek().due;
    }

    synchronized int size() {
        return all.size();
    }

    private Line line(Waiting waiting) {
        return lines.get(waiting.event.call().id());
    }

    /** An empty line may still be among those that are tried later, for a short time, and is passed over there. */
    private boolean forgetIfEmpty(String callId, Line line) {
        boolean isOver = line.events.isEmpty() && !line.sending;
        if (isOver) {
            lines.remove(callId);
            ready.remove(line);
        }
        return isOver;
    }
}
