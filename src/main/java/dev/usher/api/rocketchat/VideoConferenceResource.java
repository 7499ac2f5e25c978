package dev.usher.api.rocketchat;

import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dev.usher.api.rocketchat.Answers.ActiveProvider;
import dev.usher.api.rocketchat.Answers.Done;
import dev.usher.api.rocketchat.Answers.Info;
import dev.usher.api.rocketchat.Answers.Joined;
import dev.usher.api.rocketchat.Answers.Page;
import dev.usher.api.rocketchat.Answers.ProviderList;
import dev.usher.api.rocketchat.Answers.Started;
import dev.usher.api.rest.Authenticated.Guests;
import dev.usher.api.rest.Authenticated;
import dev.usher.call.CallPage;
import dev.usher.conference.EndConference;
import dev.usher.conference.FindConferences;
import dev.usher.conference.JoinConference;
import dev.usher.conference.JoinConference.Admission;
import dev.usher.conference.StartConference;
import dev.usher.identity.Caller;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.Guest;
import dev.usher.provider.ConferenceProvider;
import dev.usher.provider.Providers;
import dev.usher.ratelimit.RateLimited;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The seven published endpoints of Rocket.Chat's video conferences. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Video conference", description = "The endpoints that Rocket.Chat has published")
public class VideoConferenceResource {

    @Inject
    CurrentCaller caller;

    @Inject
    StartConference startConference;

    @Inject
    JoinConference joinConference;

    @Inject
    EndConference endConference;

    @Inject
    FindConferences conferences;

    @Inject
    Providers providers;

    @POST
    @Path("video-conference.start")
    @Authenticated
    @RateLimited(value = "video-conference.start", requests = 3, millis = 60_000)
    @Operation(summary = "Start a call in a room", description = """
            With allowRinging, in a room whose id is the concatenation of two users' ids, the call is direct: it \
            rings at the other user's for 40 seconds. guests says whether people without an account may join; \
            unless it is given they may, but not join a direct call. People find the call's page at /c/{callId}.""")
    public Uni<Started> start(StartRequest request) {
        return startConference.start(caller.user(), request.wish()).map(Started::of);
    }

    @POST
    @Path("video-conference.join")
    @Authenticated(guests = Guests.ALL)
    @RateLimited(value = "video-conference.join", requests = 2, millis = 5_000)
    @Operation(summary = "Join a call", description = """
            Returns the URL that takes the caller, and nobody else, into the call. Joining again replaces the device \
            state, and a guest's name. Without credentials the caller is a guest, and gets a guestToken to send as \
            X-Guest-Token when joining again, leaving, or changing devices.""")
    public Uni<Joined> join(JoinRequest request) {
        Caller joining = caller.userOrGuest();
        return joinConference.join(joining, request.callId(), request.name(), request.state().devices())
                .map(admission -> joined(joining, admission));
    }

    private static Joined joined(Caller caller, Admission admission) {
        return new Joined(admission.url(), admission.call().providerName(), admission.call().id(),
                admission.call().roomId(), caller instanceof Guest guest ? guest.token() : null, true);
    }

    @POST
    @Path("video-conference.cancel")
    @Authenticated
    @RateLimited(value = "video-conference.cancel", requests = 3, millis = 60_000)
    @Operation(summary = "Give up a direct call that nobody has answered")
    public Uni<Done> cancel(CallRequest request) {
        return endConference.cancel(caller.user(), request.callId()).replaceWith(Done.DONE);
    }

    @GET
    @Path("video-conference.info")
    @Authenticated
    @RateLimited(value = "video-conference.info", requests = 15, millis = 3_000)
    @Operation(summary = "Look at a call, its users and their devices")
    @Parameter(name = "callId", in = ParameterIn.QUERY,
            required = true)
    public Uni<Info> info(@Context UriInfo uri) {
        String callId = CallRequest.TYPE.read(uri.getQueryParameters()).callId();
        return conferences.find(caller.user(), callId).map(this::info);
    }

    private Info info(CallPage.Entry entry) {
        Optional<ConferenceProvider> provider = Optional.ofNullable(entry.call().providerName())
                .flatMap(providers::find);
        return new Info(CallView.of(entry),
                provider.<Object>map(ConferenceProvider::capabilities).orElse(Map.of()), true);
    }

    @GET
    @Path("video-conference.list")
    @Authenticated
    @RateLimited(value = "video-conference.list", requests = 3, millis = 1_000)
    @Operation(summary = "List a room's calls, newest first")
    @Parameter(name = "roomId", in = ParameterIn.QUERY,
            required = true)
    @Parameter(name = "offset", in = ParameterIn.QUERY,
            description = "How many newer calls to pass over, 0 by default")
    @Parameter(name = "count", in = ParameterIn.QUERY,
            description = "How many calls to return, 50 by default and 100 at the most")
    public Uni<Page> list(@Context UriInfo uri) {
        ListQuery query = ListQuery.TYPE.read(uri.getQueryParameters());
        return conferences.inRoom(caller.user(), query.roomId(), query.offset(), query.count()).map(Page::of);
    }

    @GET
    @Path("video-conference.providers")
    @Authenticated
    @RateLimited(value = "video-conference.providers", requests = 3, millis = 1_000)
    @Operation(summary = "List the configured providers")
    public Uni<ProviderList> providers() {
        return Uni.createFrom().item(() ->
                new ProviderList(providers.all().stream().map(ProviderList.Item::of).toList(), true));
    }

    @GET
    @Path("video-conference.capabilities")
    @Authenticated
    @RateLimited(value = "video-conference.capabilities", requests = 3, millis = 1_000)
    @Operation(summary = "Tell what the active provider can do")
    public Uni<ActiveProvider> capabilities() {
        return Uni.createFrom().item(() ->
                new ActiveProvider(providers.active().name(), providers.active().capabilities(), true));
    }
}
