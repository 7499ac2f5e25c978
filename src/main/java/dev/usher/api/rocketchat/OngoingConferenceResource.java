package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import dev.usher.api.error.ErrorAnswer;
import dev.usher.api.error.CallErrors;
import dev.usher.api.events.CallEventStreams;
import dev.usher.api.events.EventTicket;
import dev.usher.api.events.EventView;
import dev.usher.api.events.EventsQuery;
import dev.usher.api.rocketchat.Answers.Added;
import dev.usher.api.rocketchat.Answers.Done;
import dev.usher.api.rocketchat.Answers.Joinable;
import dev.usher.api.rocketchat.Answers.State;
import dev.usher.api.rest.Authenticated.Guests;
import dev.usher.api.rest.Authenticated;
import dev.usher.call.CallException;
import dev.usher.conference.Attendance;
import dev.usher.conference.EditConference;
import dev.usher.conference.EndConference;
import dev.usher.conference.FindConferences;
import dev.usher.identity.CurrentCaller;
import dev.usher.ratelimit.RateLimited;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The endpoints of Rocket.Chat's next version for calls that go on, and two of Usher's own, state and end. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Ongoing video conference", description = "The endpoints of Rocket.Chat's next version, and our own")
public class OngoingConferenceResource {

    @Inject
    CurrentCaller caller;

    @Inject
    Attendance attendance;

    @Inject
    EditConference editConference;

    @Inject
    EndConference endConference;

    @Inject
    FindConferences conferences;

    @Inject
    CallEventStreams events;

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> refused(CallException failure) {
        return CallErrors.nextVersion(failure);
    }

    @POST
    @Path("video-conference.leave")
    @Authenticated(guests = Guests.KNOWN)
    @RateLimited(value = "video-conference.leave", requests = 20, millis = 60_000)
    @Operation(summary = "Leave a call")
    public Uni<Done> leave(CallRequest request) {
        return attendance.leave(caller.userOrGuest(), request.callId()).replaceWith(Done.DONE);
    }

    @POST
    @Path("video-conference.heartbeat")
    @Authenticated(guests = Guests.KNOWN)
    @RateLimited(value = "video-conference.heartbeat", requests = 20, millis = 60_000)
    @Operation(summary = "Say that one is still in a call",
            description = "Who has sent one heartbeat leaves the call 90 seconds after the last.")
    public Uni<Done> heartbeat(CallRequest request) {
        return attendance.heartbeat(caller.userOrGuest(), request.callId()).replaceWith(Done.DONE);
    }

    @POST
    @Path("video-conference.state")
    @Authenticated(guests = Guests.KNOWN)
    @RateLimited(value = "video-conference.state", requests = 60, millis = 60_000)
    @Operation(summary = "Change the state of one's microphone or camera",
            description = "Returns both. A device that is not given stays as it is.")
    public Uni<State> state(StateRequest request) {
        return attendance.changeDevices(caller.userOrGuest(), request.callId(), request.state().devices())
                .map(devices -> new State(request.callId(), DeviceFlags.of(devices), true));
    }

    @POST
    @Path("video-conference.decline")
    @Authenticated
    @RateLimited(value = "video-conference.decline", requests = 10, millis = 60_000)
    @Operation(summary = "Say that one will not come",
            description = "A direct call that rings is over when its callee declines.")
    public Uni<Done> decline(CallRequest request) {
        return endConference.decline(caller.user(), request.callId()).replaceWith(Done.DONE);
    }

    @POST
    @Path("video-conference.rename")
    @Authenticated
    @RateLimited(value = "video-conference.rename", requests = 10, millis = 60_000)
    @Operation(summary = "Give a call another title", description = "Its creator and admins may.")
    public Uni<Done> rename(RenameRequest request) {
        return editConference.rename(caller.user(), request.callId(), request.title()).replaceWith(Done.DONE);
    }

    @POST
    @Path("video-conference.add-participants")
    @Authenticated
    @RateLimited(value = "video-conference.add-participants", requests = 5, millis = 60_000)
    @Operation(summary = "Make users members of a call",
            description = "Members may join whatever the call's room says. Returns those who are new to the call.")
    public Uni<Added> addParticipants(AddParticipantsRequest request) {
        return editConference.addParticipants(caller.user(), request.callId(), request.users()).map(Added::of);
    }

    @GET
    @Path("video-conference.joinable")
    @Authenticated
    @RateLimited(value = "video-conference.joinable", requests = 30, millis = 60_000)
    @Operation(summary = "List the newest open calls that one may join")
    public Uni<Joinable> joinable() {
        return conferences.joinable(caller.user())
                .map(open -> new Joinable(open.stream().map(CallView::of).toList(), true));
    }

    @POST
    @Path("video-conference.events-ticket")
    @Authenticated(guests = Guests.ALL)
    @RateLimited(value = "video-conference.events-ticket", requests = 60, millis = 60_000)
    @Operation(summary = "Get a ticket for the events of a call",
            description = "For browsers, whose EventSource sends no credentials: for one request, within 30 seconds.")
    public Uni<EventTicket> eventsTicket(CallRequest request) {
        return events.ticket(conferences.see(caller.userOrGuest(), request.callId()));
    }

    @GET
    @Path("video-conference.events")
    @Produces({ MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON })
    @Authenticated(guests = Guests.ALL, tickets = true)
    @RateLimited(value = "video-conference.events", requests = 60, millis = 60_000)
    @Operation(summary = "Look on at a call", description = EventsQuery.DESCRIPTION)
    @Parameter(name = "callId", in = ParameterIn.QUERY, required = true)
    @Parameter(name = "ticket", in = ParameterIn.QUERY, description = EventsQuery.TICKET)
    @Parameter(name = "lastEventId", in = ParameterIn.QUERY, description = EventsQuery.LAST_EVENT_ID)
    @APIResponse(responseCode = "200", description = "Events, for as long as the call goes on",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS,
                    schema = @Schema(implementation = EventView.class)))
    public Uni<Void> events(@Context UriInfo uri, @HeaderParam(EventsQuery.HEADER) String lastEventId,
            @Context HttpServerRequest request) {
        EventsQuery query = EventsQuery.read("callId", uri, lastEventId);
        return events.open(query, () -> conferences.see(caller.userOrGuest(), query.id()), request);
    }

    @POST
    @Path("video-conference.end")
    @Authenticated
    @RateLimited(value = "video-conference.end", requests = 10, millis = 60_000)
    @Operation(summary = "End a call for everybody", description = "Its creator and admins may.")
    public Uni<Done> end(CallRequest request) {
        return endConference.end(caller.user(), request.callId()).replaceWith(Done.DONE);
    }
}
