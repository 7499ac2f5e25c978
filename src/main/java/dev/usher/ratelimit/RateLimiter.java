package dev.usher.ratelimit;

import io.smallrye.mutiny.Uni;

/** Counts requests and decides about each. A refused request does not count. */
public interface RateLimiter {

    /** Accepts and counts a request, or refuses it. */
    Uni<Decision> acquire(Limit limit, LimitKey key);

    /** Takes back the latest accepted request, which then has not counted. */
    Uni<Void> release(Limit limit, LimitKey key);
}
