package dev.usher.cluster;

/**
 * Redis does not answer, or not in time, or cannot do what it is asked now. What was asked may have happened all the
 * same; everything here can be asked again.
 */
public final class StoreAwayException extends RuntimeException {

    private static final long RETRY_AFTER = 1;

    StoreAwayException(String why) {
        super(why, null, false, false);
    }

    /** After how many seconds it makes sense to try again. */
    public long retryAfter() {
        return RETRY_AFTER;
    }
}
