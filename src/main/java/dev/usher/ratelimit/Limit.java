package dev.usher.ratelimit;

import java.time.Duration;

/** How many requests to one endpoint are accepted from one caller in any window of that length. */
public record Limit(String endpoint, int requests, Duration window) {

    public Limit {
        if (requests < 1 || window.toMillis() < 1) {
            throw new IllegalArgumentException("A limit needs at least one request and a window of a millisecond");
        }
    }
}
