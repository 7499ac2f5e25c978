package dev.usher.webhook;

import io.smallrye.mutiny.Uni;

/**
 * Which of the processes that hear the same events sends them to a webhook: one at a time. The others keep what is not
 * settled yet, so that one of them can go on.
 */
public interface Turns {

    /** What hears of turns, on any thread, and takes no time. */
    interface Follower {

        /** This process sends from now on. */
        void turnCame();

        /** Another process has settled events. */
        void settled(Settled upTo);
    }

    /**
     * How far a call's events have been taken, or given up.
     *
     * @param eventId the latest event, of which all that came before in that call are settled too
     * @param version the call's at that event
     */
    record Settled(String callId, long version, String eventId) {
    }

    /** Takes part in a webhook's turns from now on. */
    void enter(String webhook, Follower follower);

    /** Whether this process may begin to send something now. */
    boolean isMine(String webhook);

    /** Tells the others, soon. */
    void tell(String webhook, Settled upTo);

    /** Leaves all turns to others, at once, and tells what is still to be told. */
    Uni<Void> leave();

    /** Whether others may go on when this process ends. */
    boolean areShared();
}
