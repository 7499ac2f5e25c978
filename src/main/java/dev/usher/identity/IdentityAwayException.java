package dev.usher.identity;

import java.time.Duration;

/** Who calls, or what they may, could not be found out: the server that knows it does not answer as it should. */
public final class IdentityAwayException extends RuntimeException {

    /** Which server that is. Clients are told the names. */
    public enum Source {
        WORKSPACE("The chat server does not answer, please try again"),
        IDENTITY_PROVIDER("The identity provider does not answer, please try again");

        private final String message;

        Source(String message) {
            this.message = message;
        }
    }

    private final Source source;
    private final long retryAfter;

    IdentityAwayException(Source source, Duration retryAfter) {
        super(source.message, null, false, false);
        this.source = source;
        this.retryAfter = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }

    public Source source() {
        return source;
    }

    /** After how many seconds it makes sense to try again. */
    public long retryAfter() {
        return retryAfter;
    }
}
