package dev.usher.ratelimit;

/**
 * What a limiter says to one request.
 *
 * @param limit       the number of requests in a window
 * @param remaining   how many more would be accepted at once; 0 for a refused request
 * @param resetMillis in how many milliseconds the next place becomes free: for a refused request, how long to wait
 */
public record Decision(boolean accepted, int limit, int remaining, long resetMillis) {

    /** The wait in whole seconds, rounded up. */
    public long resetSeconds() {
        return (resetMillis + 999) / 1000;
    }
}
