package dev.usher.call;

/** Where a call is in its life. */
public enum CallStatus {
    /** A video chat that is to begin later. */
    SCHEDULED,
    /** A direct call that rings and that nobody has answered. */
    CALLING,
    STARTED,
    /** Ended by its maximal duration. */
    EXPIRED,
    ENDED,
    /** Cancelled, declined or never answered. */
    DECLINED;

    public boolean isOver() {
        return this == EXPIRED || this == ENDED || this == DECLINED;
    }
}
