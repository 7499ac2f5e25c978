package dev.usher.api.mtkruto;

import java.util.Set;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import dev.usher.api.error.Dialect;
import dev.usher.api.error.InputException;
import dev.usher.identity.Credentials;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;

/**
 * Finds out who calls: the client id is {@code user} and behind it a token of ours, a user's id at a workspace, a
 * colon and the token there, or a provider's access token. Bots have ids too, and may call nothing.
 */
public class ClientIdFilter {

    private static final Set<String> VERBS = Set.of(HttpMethod.GET, HttpMethod.POST);
    private static final String USER = "user";
    private static final String BOT = "bot";
    private static final Uni<Void> OPEN = Uni.createFrom().voidItem();

    @Inject
    Credentials credentials;

    @Inject
    CurrentCaller currentCaller;

    /** Two segments of the path and two verbs there are, and nothing else. */
    @ServerRequestFilter(preMatching = true)
    public void requireShape(ContainerRequestContext request, HttpServerRequest http) {
        if (Dialect.of(http.path()) == Dialect.MTKRUTO) {
            if (http.path().endsWith("/")) {
                throw new NotFoundException();
            }
            if (!VERBS.contains(request.getMethod())) {
                throw new NotAllowedException(HttpMethod.GET, new String[] { HttpMethod.POST });
            }
        }
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public Uni<Void> authenticate(ContainerRequestContext request, ResourceInfo resource) {
        if (resource.getResourceClass() != MtkrutoResource.class
                || !resource.getResourceMethod().isAnnotationPresent(UserClient.class)) {
            return OPEN;
        }
        String clientId = request.getUriInfo().getPathParameters().getFirst("clientId");
        if (clientId.startsWith(BOT)) {
            throw new InputException(resource.getResourceMethod().getName() + ": not a user client.");
        }
        if (!clientId.startsWith(USER)) {
            throw invalidId();
        }
        return credentials.check(clientId.substring(USER.length()))
                .onFailure(UnauthorizedException.class).transform(unknown -> invalidId())
                .invoke(currentCaller::is).replaceWithVoid();
    }

    private static InputException invalidId() {
        return new InputException("Invalid client ID");
    }
}
