package dev.usher.ratelimit;

/** A request is refused because its caller has made too many. */
public final class RateLimitedException extends RuntimeException {

    private final Decision decision;

    public RateLimitedException(Decision decision) {
        super("Too many requests", null, false, false);
        this.decision = decision;
    }

    public Decision decision() {
        return decision;
    }
}
