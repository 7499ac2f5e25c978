package dev.usher.api.rocketchat;

import org.eclipse.microprofile.config.inject.ConfigProperty;
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

/** What clients ask a server before anything else. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public class ServerInfoResource {

    /** The version of Rocket.Chat whose API this is. */
    private static final String API_VERSION = "8.8";

    private final ServerInfo info;

    @Inject
    ServerInfoResource(@ConfigProperty(name = "quarkus.application.version") String version) {
        info = new ServerInfo(API_VERSION, new ServerInfo.Usher(version), true);
    }

    @GET
    @Path("info")
    @RateLimited(value = "info", requests = 10, millis = 60_000)
    @Operation(summary = "Tell the version of the API")
    public Uni<ServerInfo> info() {
        return Uni.createFrom().item(info);
    }
}
