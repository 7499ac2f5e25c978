package dev.usher.event;

import java.util.List;
import java.util.function.Function;

import dev.usher.call.CallPage;

/** What a reader is told: the state of things, or one event. It keeps the form in which it was written first. */
public abstract sealed class Told {

    private volatile Object written;

    /** The same for all readers, so that it is written once. They all must have the same writer. */
    @SuppressWarnings("unchecked")
    public final <T> T written(Function<? super Told, T> writer) {
        Object form = written;
        if (form == null) {
            form = writer.apply(this);
            written = form;
        }
        return (T) form;
    }

    /** A call with all its entries; in place of all that a reader knows of it. */
    public static final class CallSnapshot extends Told {

        private final CallPage.Entry entry;

        CallSnapshot(CallPage.Entry entry) {
            this.entry = entry;
        }

        public CallPage.Entry entry() {
            return entry;
        }
    }

    /** The newest open calls; in place of all that a reader knows. Events may follow that it has in it already. */
    public static final class AllCalls extends Told {

        private final List<CallPage.Entry> entries;

        AllCalls(List<CallPage.Entry> entries) {
            this.entries = List.copyOf(entries);
        }

        public List<CallPage.Entry> entries() {
            return entries;
        }
    }

    /** Something happened. */
    public static final class Event extends Told {

        private final CallEvent event;

        Event(CallEvent event) {
            this.event = event;
        }

        public CallEvent event() {
            return event;
        }
    }
}
