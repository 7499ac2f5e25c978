package dev.usher.identity;

import java.time.Duration;

/** Who calls, or what they may, could not be found out: the workspace that knows it does not answer as it should. */
public final class WorkspaceAwayException extends RuntimeException {

    private final long retryAfter;

    WorkspaceAwayException(Duration retryAfter) {
        super("The chat server does not answer, please try again", null, false, false);
        this.retryAfter = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }

    /** After how many seconds it makes sense to try again. */
    public long retryAfter() {
        return retryAfter;
    }
}
