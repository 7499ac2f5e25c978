package dev.usher.ratelimit;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import dev.usher.identity.Caller;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.User;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;

/**
 * Applies {@link RateLimited} after the caller is known and before the body is read. Users are counted by their id,
 * everybody else by address; tickets were counted when they were issued. A refusal is a
 * {@link RateLimitedException}; both ways the answer's headers tell where the caller stands.
 */
public class RateLimitFilter {

    public static final String HEADER_LIMIT = "X-RateLimit-Limit";
    public static final String HEADER_REMAINING = "X-RateLimit-Remaining";
    /** Epoch milliseconds. */
    public static final String HEADER_RESET = "X-RateLimit-Reset";

    private static final CharSequence LIMIT = HttpHeaders.createOptimized(HEADER_LIMIT);
    private static final CharSequence REMAINING = HttpHeaders.createOptimized(HEADER_REMAINING);
    private static final CharSequence RESET = HttpHeaders.createOptimized(HEADER_RESET);
    private static final Uni<Void> UNLIMITED = Uni.createFrom().voidItem();

    @Inject
    RateLimits limits;

    @Inject
    RateLimiter limiter;

    @Inject
    ClientAddress clientAddress;

    @Inject
    CurrentCaller currentCaller;

    @Inject
    RateLimitMetrics metrics;

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION + 1)
    public Uni<Void> limit(ResourceInfo resource, HttpServerRequest http) {
        Limit limit = limits.of(resource);
        Caller caller = currentCaller.get().orElse(null);
        if (limit == null || currentCaller.hasTicket() || caller instanceof User user && user.bypassesRateLimit()) {
            return UNLIMITED;
        }
        LimitKey key = caller instanceof User user
                ? LimitKey.user(user.id())
                : LimitKey.address(clientAddress.of(http));
        return limiter.acquire(limit, key).invoke(decision -> {
            tell(decision, http.response());
            if (!decision.accepted()) {
                metrics.refused(limit);
                throw new RateLimitedException(decision);
            }
        }).replaceWithVoid();
    }

    private static void tell(Decision decision, HttpServerResponse response) {
        response.putHeader(LIMIT, Integer.toString(decision.limit()))
                .putHeader(REMAINING, Integer.toString(decision.remaining()))
                .putHeader(RESET, Long.toString(System.currentTimeMillis() + decision.resetMillis()));
    }
}
