package dev.usher.media.janus;

/** Janus understood a request and refused it. */
final class JanusRefusal extends RuntimeException {

    /** No such room: VideoRoom, AudioBridge. */
    static final int NO_ROOM = 426;
    static final int NO_BRIDGE = 485;
    /** The room exists: VideoRoom, AudioBridge. */
    static final int ROOM_EXISTS = 427;
    static final int BRIDGE_EXISTS = 486;
    /** Janus's core does not know the session, or the handle. */
    static final int NO_SESSION = 458;
    static final int NO_HANDLE = 459;

    private final int code;

    JanusRefusal(int code, String reason) {
        super("Janus refused with error %d (%s)".formatted(code, reason), null, false, false);
        this.code = code;
    }

    boolean saysNoRoom() {
        return code == NO_ROOM || code == NO_BRIDGE;
    }

    boolean saysRoomExists() {
        return code == ROOM_EXISTS || code == BRIDGE_EXISTS;
    }

    boolean saysNoSession() {
        return code == NO_SESSION;
    }

    boolean saysNoHandle() {
        return code == NO_HANDLE;
    }
}
