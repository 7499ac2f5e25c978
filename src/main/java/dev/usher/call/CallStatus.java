package dev.usher.call;

/** Where a call is in its life. The order is that of Rocket.Chat's status numbers 0 to 4. */
public enum CallStatus {
    /** A direct call that rings and that nobody has answered. */
    CALLING,
    STARTED,
    /** Ended by its maximal duration. */
    EXPIRED,
    ENDED,
    /** Cancelled, declined or never answered. */
    DECLINED;

    public boolean isOver() {
        return ordinal() >= EXPIRED.ordinal();
    }
}
