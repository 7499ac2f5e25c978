package dev.usher.api.operator;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.usher.api.events.EventStreams;
import dev.usher.api.events.EventTicket;
import dev.usher.api.events.EventView;
import dev.usher.api.events.EventsQuery;
import dev.usher.api.rest.Authenticated;
import dev.usher.event.CallFeeds;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.Tickets;
import dev.usher.operator.OverseeCalls;
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

/** All calls as they change, for admins. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operator", description = "All calls as they change, for admins")
public class OperatorResource {

    private static final String SUBJECT = "operator";

    @Inject
    CurrentCaller caller;

    @Inject
    OverseeCalls oversight;

    @Inject
    Tickets tickets;

    @Inject
    CallFeeds feeds;

    @Inject
    EventStreams streams;

    @POST
    @Path("operator.events-ticket")
    @Authenticated
    @RateLimited(value = "operator.events-ticket", requests = 60, millis = 60_000)
    @Operation(summary = "Get a ticket for the events of all calls")
    public Uni<EventTicket> ticket() {
        oversight.require(caller.user());
        return tickets.issue(SUBJECT).map(EventTicket::of);
    }

    @GET
    @Path("operator.events")
    @Produces({ MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON })
    @Authenticated(tickets = true)
    @RateLimited(value = "operator.events", requests = 60, millis = 60_000)
    @Operation(summary = "Look on at all calls", description = """
            Server-sent events: a snapshot of the newest 500 open calls, then the events of all calls, some of which \
            the snapshot may have in it already (compare the versions), and every two seconds an overview of counts \
            and of the health of providers and media server. There are no event ids: who comes back gets a snapshot.""")
    @Parameter(name = "ticket", in = ParameterIn.QUERY, description = EventsQuery.TICKET)
    @APIResponse(responseCode = "200", description = "Events",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS,
                    schema = @Schema(oneOf = { EventView.class, OverviewView.class })))
    public Uni<Void> events(@Context HttpServerRequest request) {
        if (caller.hasTicket()) {
            caller.requireTicketFor(SUBJECT);
        } else {
            oversight.require(caller.user());
        }
        return streams.send(request, feeds.openAll(), OverviewView.TYPE,
                () -> OverviewView.of(oversight.overview()));
    }
}
