package dev.usher.call;

/**
 * Hears what happens in calls, of one call in the order in which it happens. The call may wait meanwhile: a listener
 * must take no time, and must not ask the registry before it returns.
 */
public interface CallListener {

    /**
     * A participant joined, left, or was changed.
     *
     * @param call   as it was when that happened
     * @param before null for one who was not there before
     */
    void participantChanged(Call call, Participant before, Participant now);

    /** A call has begun, or rings: it is new, or was scheduled before. */
    default void started(Call call) {
    }

    /** A call has another title. */
    default void renamed(Call call) {
    }

    /** Whether it wants to hear of a call. Asked for each change, where telling it takes more than a call of a method. */
    default boolean follows(String callId) {
        return true;
    }

    /** Changes may have been missed, of whatever call: who follows one should look at it again. */
    default void missed() {
    }

    /** A call is over. Those who were present have been reported before. */
    void ended(Call call);
}
