package dev.usher.call;

/** Why a participant is no longer in the call. */
public enum LeaveReason {
    /** The participant said so. */
    LEFT,
    /** Heartbeats stopped coming. */
    LEASE_EXPIRED,
    /** The call is over. */
    CALL_ENDED
}
