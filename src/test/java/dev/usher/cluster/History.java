package dev.usher.cluster;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What one person has done in one call, and so what the registry may say about them. What was acknowledged has
 * happened, some time between its request and its answer; what was not acknowledged may have.
 */
final class History {

    /** What a person does. */
    enum Deed {
        JOIN, LEAVE
    }

    /** What the registry says of a person. */
    enum State {
        NEVER_THERE, PRESENT, LEFT
    }

    private record Entry(Deed deed, boolean acknowledged, long begun, long ended) {
    }

    private final List<Entry> entries = new ArrayList<>();

    /** Something that has happened. */
    void acknowledged(Deed deed, long begun, long ended) {
        entries.add(new Entry(deed, true, begun, ended));
    }

    /** Something that may have happened. */
    void unknown(Deed deed, long begun, long ended) {
        entries.add(new Entry(deed, false, begun, ended));
    }

    /** In which states that can have left the person. */
    Set<State> possible() {
        Set<State> states = EnumSet.noneOf(State.class);
        if (entries.stream().noneMatch(Entry::acknowledged)) {
            states.add(State.NEVER_THERE);
        }
        entries.stream().filter(this::mayBeLast)
                .forEach(entry -> states.add(entry.deed == Deed.JOIN ? State.PRESENT : State.LEFT));
        return states;
    }

    private boolean mayBeLast(Entry entry) {
        return entries.stream().noneMatch(later -> later.acknowledged && later.begun > entry.ended);
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
