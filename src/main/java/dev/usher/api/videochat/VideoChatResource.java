package dev.usher.api.videochat;

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
import dev.usher.api.error.RpcError;
import dev.usher.api.events.CallEventStreams;
import dev.usher.api.events.EventTicket;
import dev.usher.api.events.EventView;
import dev.usher.api.events.EventsQuery;
import dev.usher.api.rest.Authenticated;
import dev.usher.api.rest.Authenticated.Guests;
import dev.usher.api.videochat.Answers.Admitted;
import dev.usher.api.videochat.Answers.Connected;
import dev.usher.api.videochat.Answers.Done;
import dev.usher.api.videochat.Answers.Edited;
import dev.usher.api.videochat.Answers.Invited;
import dev.usher.api.videochat.Answers.JoinAs;
import dev.usher.api.videochat.Answers.One;
import dev.usher.api.videochat.Answers.Present;
import dev.usher.api.videochat.Answers.Subscribed;
import dev.usher.api.videochat.Requests.CheckRequest;
import dev.usher.api.videochat.Requests.EditParticipantRequest;
import dev.usher.api.videochat.Requests.EventsTicketRequest;
import dev.usher.api.videochat.Requests.InviteRequest;
import dev.usher.api.videochat.Requests.ParticipantsQuery;
import dev.usher.api.videochat.Requests.ScheduleVideoChatRequest;
import dev.usher.api.videochat.Requests.StartVideoChatRequest;
import dev.usher.api.videochat.Requests.SubscribeRequest;
import dev.usher.api.videochat.Requests.VideoChatRequest;
import dev.usher.call.CallException;
import dev.usher.identity.Caller;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.NotAllowedException;
import dev.usher.identity.User;
import dev.usher.ratelimit.RateLimited;
import dev.usher.videochat.EditParticipant;
import dev.usher.videochat.EndVideoChat;
import dev.usher.videochat.FindVideoChat;
import dev.usher.videochat.InviteToVideoChat;
import dev.usher.videochat.JoinVideoChat;
import dev.usher.videochat.StartVideoChat;
import dev.usher.videochat.SubscribeToVideoChat;
import dev.usher.videochat.VideoChatException;
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

/** Video chats: calls whose media go through our own media server. Guests get in by an invite. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Video chat", description = "Calls with media of our own: joining returns WebRTC parameters. Errors have "
        + "the names of Telegram's group calls, in errorType")
public class VideoChatResource {

    @Inject
    CurrentCaller caller;

    @Inject
    StartVideoChat startVideoChat;

    @Inject
    JoinVideoChat joinVideoChat;

    @Inject
    EndVideoChat endVideoChat;

    @Inject
    FindVideoChat videoChats;

    @Inject
    EditParticipant editParticipant;

    @Inject
    InviteToVideoChat invitations;

    @Inject
    SubscribeToVideoChat subscribeToVideoChat;

    @Inject
    CallEventStreams events;

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> refused(CallException failure) {
        return answer(RpcError.of(failure));
    }

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> refused(VideoChatException failure) {
        return answer(RpcError.of(failure));
    }

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> notAllowed(NotAllowedException failure) {
        return answer(RpcError.NOT_ALLOWED);
    }

    private static RestResponse<ErrorAnswer> answer(RpcError error) {
        return ErrorAnswer.of(error.text(), error.name()).builder(
                RestResponse.Status.fromStatusCode(error.status())).build();
    }

    @POST
    @Path("video-chat.start")
    @Authenticated
    @RateLimited(value = "video-chat.start", requests = 3, millis = 60_000)
    @Operation(summary = "Start a video chat in a room", description = """
            mode is video, or voice for audio that is mixed. In a live stream only who manages it sends. With \
            joinMuted newcomers have to be allowed to speak. People find the call's page at /c/{id}.""")
    public Uni<One> start(StartVideoChatRequest request) {
        User user = caller.user();
        return startVideoChat.start(user, request.wish()).map(call -> One.of(call, user));
    }

    @POST
    @Path("video-chat.schedule")
    @Authenticated
    @RateLimited(value = "video-chat.schedule", requests = 3, millis = 60_000)
    @Operation(summary = "Announce a video chat", description = """
            startAt is in seconds since 1970, 10 seconds to 8 days ahead. It does not begin by itself.""")
    public Uni<One> schedule(ScheduleVideoChatRequest request) {
        User user = caller.user();
        return startVideoChat.schedule(user, request.wish(), request.at()).map(call -> One.of(call, user));
    }

    @POST
    @Path("video-chat.start-scheduled")
    @Authenticated
    @RateLimited(value = "video-chat.start-scheduled", requests = 10, millis = 60_000)
    @Operation(summary = "Begin a scheduled video chat", description = "Its creator and admins may.")
    public Uni<One> startScheduled(VideoChatRequest request) {
        User user = caller.user();
        return startVideoChat.begin(user, request.id()).map(call -> One.of(call, user));
    }

    @POST
    @Path("video-chat.join")
    @Authenticated(guests = Guests.ALL)
    @RateLimited(value = "video-chat.join", requests = 2, millis = 5_000)
    @Operation(summary = "Join a video chat", description = """
            params is what the client says of its WebRTC connection, and in the answer what the media server says of \
            its own. Joining again replaces the connection. audio and video are on unless they are false. Without \
            credentials the caller is a guest, who needs an inviteHash, and gets a guestToken to send as X-Guest-Token \
            from then on, also when joining again, which needs no inviteHash then. joinAs is for users, name for \
            guests.""")
    public Uni<Admitted> join(JoinVideoChatRequest request) {
        Caller joining = caller.userOrGuest();
        return joinVideoChat.join(joining, request.wish()).map(params -> Admitted.of(params, joining));
    }

    @POST
    @Path("video-chat.leave")
    @Authenticated(guests = Guests.KNOWN)
    @RateLimited(value = "video-chat.leave", requests = 20, millis = 60_000)
    @Operation(summary = "Leave a video chat")
    public Uni<Done> leave(VideoChatRequest request) {
        return endVideoChat.leave(caller.userOrGuest(), request.id()).replaceWith(Done.DONE);
    }

    @GET
    @Path("video-chat.info")
    @Authenticated(guests = Guests.KNOWN)
    @RateLimited(value = "video-chat.info", requests = 15, millis = 3_000)
    @Operation(summary = "Look at a video chat")
    @Parameter(name = "id", in = ParameterIn.QUERY, required = true)
    public Uni<One> info(@Context UriInfo uri) {
        Caller reader = caller.userOrGuest();
        return videoChats.find(reader, VideoChatRequest.TYPE.read(uri.getQueryParameters()).id())
                .map(call -> One.of(call, reader));
    }

    @GET
    @Path("video-chat.participants")
    @Authenticated(guests = Guests.KNOWN)
    @RateLimited(value = "video-chat.participants", requests = 15, millis = 3_000)
    @Operation(summary = "List those who are in a video chat, in the order in which they came")
    @Parameter(name = "id", in = ParameterIn.QUERY, required = true)
    @Parameter(name = "offset", in = ParameterIn.QUERY, description = "How many to pass over, 0 by default")
    @Parameter(name = "count", in = ParameterIn.QUERY, description = "100 by default and 500 at the most")
    public Uni<Present> participants(@Context UriInfo uri) {
        Caller reader = caller.userOrGuest();
        ParticipantsQuery query = ParticipantsQuery.TYPE.read(uri.getQueryParameters());
        return videoChats.participants(reader, query.id()).map(entry -> Present.of(entry, query, reader));
    }

    @POST
    @Path("video-chat.edit-participant")
    @Authenticated(guests = Guests.KNOWN)
    @RateLimited(value = "video-chat.edit-participant", requests = 60, millis = 60_000)
    @Operation(summary = "Mute, unmute, stop or start a camera, raise or lower a hand", description = """
            Of oneself, or, for who manages the call, of others: muting takes the right to speak from them, unmuting \
            gives it. The answer comes when the media server has done it.""")
    public Uni<Edited> edit(EditParticipantRequest request) {
        Caller editor = caller.userOrGuest();
        return editParticipant.edit(editor, request.id(), request.participantId(), request.edit())
                .map(participant -> Edited.of(participant, editor));
    }

    @POST
    @Path("video-chat.check")
    @Authenticated(guests = Guests.KNOWN)
    @RateLimited(value = "video-chat.check", requests = 60, millis = 60_000)
    @Operation(summary = "Ask which SSRCs are still connected",
            description = "If one's own is not, the media server has lost the connection: join again.")
    public Uni<Connected> check(CheckRequest request) {
        return videoChats.connected(caller.userOrGuest(), request.id(), request.signed())
                .map(sources -> new Connected(sources.stream().sorted().toList(), true));
    }

    @POST
    @Path("video-chat.invite")
    @Authenticated
    @RateLimited(value = "video-chat.invite", requests = 10, millis = 60_000)
    @Operation(summary = "Invite to a video chat", description = """
            role is speaker, for who manages the call to give, or listener. Whoever joins with the inviteHash need not \
            have access to the room, nor an account: the link for people is /c/{id}#invite={inviteHash}, whose end \
            browsers send to no server.""")
    public Uni<Invited> invite(InviteRequest request) {
        return invitations.invite(caller.user(), request.id(), request.invitedAs(), request.lasting(),
                request.maxUses()).map(secret -> new Invited(secret, request.role(), true));
    }

    @POST
    @Path("video-chat.reset-invites")
    @Authenticated
    @RateLimited(value = "video-chat.reset-invites", requests = 10, millis = 60_000)
    @Operation(summary = "Make all earlier invites invalid", description = "The call's creator and admins may.")
    public Uni<Done> resetInvites(VideoChatRequest request) {
        return invitations.reset(caller.user(), request.id()).replaceWith(Done.DONE);
    }

    @GET
    @Path("video-chat.join-as")
    @Authenticated
    @RateLimited(value = "video-chat.join-as", requests = 15, millis = 3_000)
    @Operation(summary = "List as whom one may join")
    @Parameter(name = "id", in = ParameterIn.QUERY, required = true)
    public Uni<JoinAs> joinAs(@Context UriInfo uri) {
        return videoChats.identities(caller.user(), VideoChatRequest.TYPE.read(uri.getQueryParameters()).id())
                .map(JoinAs::of);
    }

    @POST
    @Path("video-chat.subscribe")
    @Authenticated(guests = Guests.KNOWN)
    @RateLimited(value = "video-chat.subscribe", requests = 60, millis = 60_000)
    @Operation(summary = "Receive the others", description = """
            Returns an offer of the media server in SDP; a second request with subscription and answer answers it. \
            Not for voice calls, in which the first connection receives.""")
    public Uni<Subscribed> subscribe(SubscribeRequest request) {
        Caller receiver = caller.userOrGuest();
        if (request.isAnswer()) {
            return subscribeToVideoChat.answer(receiver, request.id(), request.subscription(), request.answer())
                    .replaceWith(new Subscribed(request.subscription(), null, null, true));
        }
        return subscribeToVideoChat.receive(receiver, request.id(), request.subscription(), request.participants())
                .map(offer -> new Subscribed(offer.subscriptionId(), offer.sdp().orElse(null), offer.participants(),
                        true));
    }

    @POST
    @Path("video-chat.events-ticket")
    @Authenticated(guests = Guests.ALL)
    @RateLimited(value = "video-chat.events-ticket", requests = 60, millis = 60_000)
    @Operation(summary = "Get a ticket for the events of a video chat", description = """
            For browsers, whose EventSource sends no credentials: for one request, within 30 seconds. inviteHash lets \
            those in who are invited and have not joined.""")
    public Uni<EventTicket> eventsTicket(EventsTicketRequest request) {
        return events.ticket(videoChats.find(caller.userOrGuest(), request.id(), request.inviteHash()));
    }

    @GET
    @Path("video-chat.events")
    @Produces({ MediaType.SERVER_SENT_EVENTS, MediaType.APPLICATION_JSON })
    @Authenticated(guests = Guests.ALL, tickets = true)
    @RateLimited(value = "video-chat.events", requests = 60, millis = 60_000)
    @Operation(summary = "Look on at a video chat", description = EventsQuery.DESCRIPTION)
    @Parameter(name = "id", in = ParameterIn.QUERY, required = true)
    @Parameter(name = "ticket", in = ParameterIn.QUERY, description = EventsQuery.TICKET)
    @Parameter(name = "lastEventId", in = ParameterIn.QUERY, description = EventsQuery.LAST_EVENT_ID)
    @APIResponse(responseCode = "200", description = "Events, for as long as the call goes on",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS,
                    schema = @Schema(implementation = EventView.class)))
    public Uni<Void> events(@Context UriInfo uri, @HeaderParam(EventsQuery.HEADER) String lastEventId,
            @Context HttpServerRequest request) {
        EventsQuery query = EventsQuery.read("id", uri, lastEventId);
        return events.open(query, () -> videoChats.find(caller.userOrGuest(), query.id()), request);
    }

    @POST
    @Path("video-chat.end")
    @Authenticated
    @RateLimited(value = "video-chat.end", requests = 10, millis = 60_000)
    @Operation(summary = "End a video chat for everybody", description = "Its creator and admins may.")
    public Uni<Done> end(VideoChatRequest request) {
        return endVideoChat.end(caller.user(), request.id()).replaceWith(Done.DONE);
    }
}
