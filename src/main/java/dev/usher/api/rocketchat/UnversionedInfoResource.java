package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.usher.api.rocketchat.Answers.ServerInfo;
import dev.usher.ratelimit.RateLimited;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@link ServerInfoResource} where desktop and mobile clients ask for it. */
@Path("/api/info")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public class UnversionedInfoResource {

    @Inject
    ServerInfoResource versioned;

    @GET
    @RateLimited(value = "info", requests = 10, millis = 60_000)
    @Operation(operationId = "unversioned-info", summary = "Tell the version of the API")
    public Uni<ServerInfo> info() {
        return versioned.info();
    }
}
