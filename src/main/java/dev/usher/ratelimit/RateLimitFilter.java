package dev.usher.ratelimit;


import dev.usher.identity.Caller;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.User;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

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

    private static final String DECISION = Decision.class.getName();
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
    public Uni<Void> limit(ContainerRequestContext request, ResourceInfo resource, HttpServerRequest http) {
        Limit limit = limits.of(resource);
        Caller caller = currentCaller.get().orElse(null);
        if (limit == null || currentCaller.hasTicket() || caller instanceof User user && user.bypassesRateLimit()) {
            return UNLIMITED;
        }
        LimitKey key = caller instanceof User user
                ? LimitKey.user(user.id())
                : LimitKey.address(clientAddress.of(http));
        return limiter.acquire(limit, key).invoke(decision -> {
            request.setProperty(DECISION, decision);
            if (!decision.accepted()) {
                metrics.refused(limit);
                throw new RateLimitedException(decision);
            }
        }).replaceWithVoid();
    }

    @ServerResponseFilter
    public void tell(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(DECISION) instanceof Decision decision) {
            addHeaders(decision, response.getHeaders());
        }
    }

    private static void addHeaders(Decision decision, MultivaluedMap<String, Object> headers) {
        headers.putSingle(HEADER_LIMIT, decision.limit());
        headers.putSingle(HEADER_REMAINING, decision.remaining());
        headers.putSingle(HEADER_RESET, System.currentTimeMillis() + decision.resetMillis());
    }
}
