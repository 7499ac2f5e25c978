package dev.usher.event;

import dev.usher.call.CallPage;
import io.smallrye.mutiny.Uni;

/**
 * One who reads what happens. {@link #poll} gives the next thing, if there is one; when there may be one again, the
 * runnable is run, by any thread. To be closed, always.
 */
public final class FeedReader implements AutoCloseable {

    private static final long NOTHING = -1;

    private final Feed feed;
    private final Runnable onClose;
    private volatile Runnable onReady = () -> { };
    private int generation;
    private boolean needsSnapshot;
    private boolean waits;
    private Told snapshot;
    /** What the reader knows of its call. */
    private long version = NOTHING;
    private long number;
    private boolean over;
    private boolean overrun;

    /** Goes on after the version that the reader has seen, if one is given and that can be done without a gap. */
    FeedReader(Feed feed, Long seen, Runnable onClose) {
        this.feed = feed;
        this.onClose = onClose;
        synchronized (feed) {
            generation = feed.generation();
            if (seen != null && feed.continues(seen)) {
                version = seen;
                number = feed.first();
            } else {
                needsSnapshot = true;
            }
        }
    }

    public void onReady(Runnable then) {
        onReady = then;
    }

    void wake() {
        onReady.run();
    }

    /** The next thing to know; null if there is none now. */
    public Told poll() {
        while (true) {
            int wanted;
            synchronized (feed) {
                if (generation != feed.generation()) {
                    generation = feed.generation();
                    needsSnapshot = true;
                    waits = false;
                }
                if (over || overrun || waits) {
                    return null;
                }
                if (!needsSnapshot) {
                    return next();
                }
                waits = true;
                number = feed.next();
                wanted = generation;
            }
            ask(wanted);
        }
    }

    private Told next() {
        if (snapshot != null) {
            Told given = snapshot;
            snapshot = null;
            over = given instanceof Told.CallSnapshot of && of.entry().call().isOver();
            return given;
        }
        overrun = number < feed.first();
        while (!overrun && number < feed.next()) {
            Told.Event event = feed.at(number++);
            if (!feed.isOfOneCall || event.event().call().version() > version) {
                over = feed.isOfOneCall && event.event() instanceof CallEvent.Ended;
                return event;
            }
        }
        return null;
    }

    private void ask(int wanted) {
        Uni<Told> asked = feed.snapshot();
        asked.subscribe().with(given -> take(given, wanted), failure -> {
            synchronized (feed) {
                over = true;
            }
            wake();
        });
    }

    private void take(Told given, int wanted) {
        synchronized (feed) {
            if (wanted != feed.generation()) {
                return;
            }
            waits = false;
            if (given instanceof Told.CallSnapshot of) {
                CallPage.Entry entry = of.entry();
                needsSnapshot = !feed.covers(entry.call().version());
                version = entry.call().version();
                number = feed.first();
            } else {
                needsSnapshot = false;
            }
            snapshot = needsSnapshot ? null : given;
        }
        wake();
    }

    /** Whether nothing will follow: the call is over, or cannot be looked up. */
    public boolean isOver() {
        synchronized (feed) {
            return over;
        }
    }

    /** Whether the reader was so slow that what it should read next is gone. */
    public boolean isOverrun() {
        synchronized (feed) {
            return overrun;
        }
    }

    @Override
    public void close() {
        feed.leave(this);
        onClose.run();
    }
}
