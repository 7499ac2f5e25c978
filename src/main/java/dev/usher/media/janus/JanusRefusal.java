package dev.usher.media.janus;

import java.util.Set;

/** Janus understood a request and refused it. */
final class JanusRefusal extends RuntimeException {

    /** VideoRoom's, AudioBridge's. */
    private static final Set<Integer> NO_ROOM = Set.of(426, 485);
    private static final Set<Integer> ROOM_EXISTS = Set.of(427, 486);
    /** Janus's own. */
    private static final Set<Integer> NO_HANDLE = Set.of(459);

    private final int code;

    JanusRefusal(int code, String reason) {
        super("Janus refused with error %d (%s)".formatted(code, reason), null, false, false);
        this.code = code;
    }

    static boolean isNoRoom(Throwable failure) {
        return is(NO_ROOM, failure);
    }

    static boolean isRoomExists(Throwable failure) {
        return is(ROOM_EXISTS, failure);
    }

    static boolean isNoHandle(Throwable failure) {
        return is(NO_HANDLE, failure);
    }

    private static boolean is(Set<Integer> codes, Throwable failure) {
        return failure instanceof JanusRefusal refusal && codes.contains(refusal.code);
    }
}
