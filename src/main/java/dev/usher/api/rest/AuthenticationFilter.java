package dev.usher.api.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import dev.usher.api.rest.Authenticated.Guests;
import dev.usher.identity.AccessTokens;
import dev.usher.identity.Caller;
import dev.usher.identity.Credentials;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.Guest;
import dev.usher.identity.GuestsConfig;
import dev.usher.identity.Tickets;
import dev.usher.identity.Token;
import dev.usher.identity.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

/**
 * Finds out who calls. Credentials that are there must be right: a wrong or half pair is never taken for a guest's
 * absence of any. Who sends the headers of Rocket.Chat is who they say; an access token counts where they are missing.
 */
public class AuthenticationFilter {

    public static final String USER_ID = "X-User-Id";
    public static final String AUTH_TOKEN = "X-Auth-Token";
    /** The token that a guest's first join handed out. */
    public static final String GUEST_TOKEN = "X-Guest-Token";
    /** The query's parameter for a ticket, which takes the place of all these. */
    public static final String TICKET = "ticket";

    private static final Uni<Void> OPEN = Uni.createFrom().voidItem();

    private final Map<ResourceInfo, Optional<Authenticated>> byMethod = new ConcurrentHashMap<>();

    @Inject
    Credentials credentials;

    @Inject
    AccessTokens accessTokens;

    @Inject
    Tickets tickets;

    @Inject
    GuestsConfig guestsConfig;

    @Inject
    CurrentCaller currentCaller;

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Uni<Void> authenticate(HttpServerRequest request, UriInfo uri, ResourceInfo resource) {
        Optional<Authenticated> rule = byMethod.computeIfAbsent(resource, method ->
                Optional.ofNullable(method.getResourceMethod().getAnnotation(Authenticated.class)));
        if (rule.isEmpty()) {
            return OPEN;
        }
        String ticket = rule.get().tickets() ? uri.getQueryParameters().getFirst(TICKET) : null;
        if (ticket != null) {
            return redeem(ticket);
        }
        return caller(request, rule.get().guests()).invoke(currentCaller::is).replaceWithVoid();
    }

    private Uni<Void> redeem(String ticket) {
        if (!Token.isWellFormed(ticket)) {
            throw new UnauthorizedException();
        }
        return tickets.redeem(ticket).invoke(subject ->
                currentCaller.isAdmittedTo(subject.orElseThrow(UnauthorizedException::new))).replaceWithVoid();
    }

    private Uni<? extends Caller> caller(HttpServerRequest request, Guests guests) {
        String userId = credential(request, USER_ID);
        String token = credential(request, AUTH_TOKEN);
        if (userId == null && token == null) {
            return accessTokens.in(credential(request, HttpHeaders.AUTHORIZATION))
                    .<Uni<? extends Caller>>map(accessTokens::check)
                    .orElseGet(() -> Uni.createFrom().item(guest(credential(request, GUEST_TOKEN), guests)));
        }
        if (userId == null || token == null) {
            throw new UnauthorizedException();
        }
        return credentials.check(userId, token);
    }

    /** The value of a header, null if it is not there; one that is there twice is refused. */
    private static String credential(HttpServerRequest request, String header) {
        List<String> values = request.headers().getAll(header);
        if (values.size() > 1) {
            throw new UnauthorizedException();
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private Guest guest(String guestToken, Guests guests) {
        if (guests == Guests.NONE || !guestsConfig.enabled() || guestToken == null && guests == Guests.KNOWN) {
            throw new UnauthorizedException();
        }
        return guestToken == null ? Guest.arriving()
                : Guest.returning(guestToken).orElseThrow(UnauthorizedException::new);
    }
}
