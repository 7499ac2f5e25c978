package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;

import dev.usher.api.rest.Authenticated;
import dev.usher.api.rest.AuthenticationFilter;
import dev.usher.api.rocketchat.Answers.Account;
import dev.usher.api.rocketchat.Answers.LoggedIn;
import dev.usher.api.rocketchat.Answers.LoggedOut;
import dev.usher.api.rocketchat.Answers.Me;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.Login;
import dev.usher.identity.Session;
import dev.usher.identity.UnauthorizedException;
import dev.usher.ratelimit.ClientAddress;
import dev.usher.ratelimit.LoginThrottle;
import dev.usher.ratelimit.RateLimited;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Logging in and out. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Session", description = "Logging in and out")
public class SessionResource {

    @Inject
    CurrentCaller caller;

    @Inject
    Login login;

    @Inject
    LoginThrottle throttle;

    @Inject
    ClientAddress clientAddress;

    @POST
    @Path("login")
    @RateLimited(value = "login", requests = 10, millis = 60_000)
    @Operation(summary = "Log in", description = """
            With user (or username, or email) and password, or with resume, the token of an earlier login. The \
            answer's userId and authToken go into X-User-Id and X-Auth-Token of later requests.""")
    public Uni<LoggedIn> login(LoginRequest request, @Context HttpServerRequest http) {
        Uni<Session> session = request.resume() != null
                ? login.resume(request.resume())
                : throttle.attempt(clientAddress.of(http), request.user(),
                        () -> login.withPassword(request.user(), request.password()));
        return session
                .map(LoggedIn::of)
                .onFailure(UnauthorizedException.class).transform(failure -> new UnauthorizedException("Unauthorized"));
    }

    @GET
    @Path("logout")
    @Authenticated
    @RateLimited(value = "logout", requests = 10, millis = 60_000)
    @Operation(operationId = "logout-by-get", summary = "Log out, as older clients do")
    public Uni<LoggedOut> logoutByGet(@RestHeader(AuthenticationFilter.AUTH_TOKEN) String token) {
        return logout(token);
    }

    @POST
    @Path("logout")
    @Authenticated
    @RateLimited(value = "logout", requests = 10, millis = 60_000)
    @Operation(summary = "Log out", description = "Makes the token worthless that comes with the request.")
    public Uni<LoggedOut> logout(@RestHeader(AuthenticationFilter.AUTH_TOKEN) String token) {
        return login.logout(caller.user(), token).replaceWith(LoggedOut.LOGGED_OUT);
    }

    @GET
    @Path("me")
    @Authenticated
    @RateLimited(value = "me", requests = 10, millis = 60_000)
    @Operation(summary = "Tell who one is")
    public Uni<Me> me() {
        return Uni.createFrom().item(() -> new Me(Account.of(caller.user()), true));
    }
}
