package dev.usher.ratelimit;

import java.util.Arrays;

/**
 * The times at which one key's latest requests were accepted, as many as a window allows. A request is accepted when
 * the oldest of them has left the window, which makes the limit exact in every window, wherever it begins. Times are
 * nanoseconds of a monotonic clock. Used by one thread at a time.
 */
final class SlidingLog {

    private final long windowNanos;
    private final long[] accepted;
    private int oldest;
    private boolean discarded;

    SlidingLog(int requests, long windowNanos, long now) {
        this.windowNanos = windowNanos;
        this.accepted = new long[requests];
        Arrays.fill(accepted, now - windowNanos);
    }

    Decision acquire(long now) {
        if (!isOutside(accepted[oldest], now)) {
            return new Decision(false, accepted.length, 0, millisUntilFree(accepted[oldest], now));
        }
        accepted[oldest] = now;
        oldest = fromOldest(1);
        int free = free(now);
        long oldestInside = accepted[fromOldest(free)];
        return new Decision(true, accepted.length, free, millisUntilFree(oldestInside, now));
    }

    void release(long now) {
        int latest = fromOldest(accepted.length - 1);
        accepted[latest] = now - windowNanos;
        oldest = latest;
    }

    /** Whether forgetting the log would change nothing. */
    boolean isSpent(long now) {
        int latest = fromOldest(accepted.length - 1);
        return isOutside(accepted[latest], now);
    }

    void discard() {
        discarded = true;
    }

    boolean isDiscarded() {
        return discarded;
    }

    /** How many are outside the window, of whom at least the latest is inside: those stand before all others. */
    private int free(long now) {
        int from = 0;
        int to = accepted.length - 1;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (isOutside(accepted[fromOldest(middle)], now)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** The place of the one after so many others; quicker than a division. */
    private int fromOldest(int count) {
        int place = oldest + count;
        return place < accepted.length ? place : place - accepted.length;
    }

    private boolean isOutside(long time, long now) {
        return now - time >= windowNanos;
    }

    private long millisUntilFree(long time, long now) {
        return (windowNanos - (now - time) + 999_999) / 1_000_000;
    }
}
