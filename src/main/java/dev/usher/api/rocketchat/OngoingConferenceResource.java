package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import dev.usher.api.error.ErrorAnswer;
import dev.usher.api.error.CallErrors;
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
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

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
    @Path("video-conference.end")
    @Authenticated
    @RateLimited(value = "video-conference.end", requests = 10, millis = 60_000)
    @Operation(summary = "End a call for everybody", description = "Its creator and admins may.")
    public Uni<Done> end(CallRequest request) {
        return endConference.end(caller.user(), request.callId()).replaceWith(Done.DONE);
    }
}
