package dev.usher.call;

/** What kind of call it is. */
public enum CallType {
    /** Between two people: it rings until the other one joins, declines, or the ring timeout ends it. */
    DIRECT,
    /** Open to a room. */
    VIDEOCONFERENCE,
    /** Open to a room, with media of our own. */
    VIDEO_CHAT
}
