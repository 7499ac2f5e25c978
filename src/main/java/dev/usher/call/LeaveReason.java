package dev.usher.call;

/** Why a participant is no longer in the call. */
public enum LeaveReason {
    /** The participant said so. */
    LEFT,
    /** Heartbeats stopped coming. */
    LEASE_EXPIRED,
    /** The connection to the media server broke. */
    DISCONNECTED,
    /** The call is over. */
    CALL_ENDED
}
