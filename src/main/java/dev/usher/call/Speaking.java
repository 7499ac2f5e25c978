package dev.usher.call;

/** Whether a participant may turn the own microphone on. */
public enum Speaking {
    /** As one who manages the call: nobody can take it away. */
    ALWAYS,
    ALLOWED,
    /** Not until someone who manages the call allows it. */
    ON_REQUEST,
    /** Not any more: someone who manages the call has said so, and joining again does not change it. */
    REVOKED;

    public boolean isPossible() {
        return this == ALWAYS || this == ALLOWED;
    }

    /** What holds for one who had {@code this} in the call before and joins again with a right of their own. */
    public Speaking joiningAgain(Speaking withRight) {
        if (withRight == ALWAYS) {
            return ALWAYS;
        }
        return this == REVOKED || this == ALLOWED ? this : withRight;
    }

    /** What holds after someone who manages the call has decided. */
    Speaking decided(Speaking decision) {
        return this == ALWAYS ? ALWAYS : decision;
    }
}
