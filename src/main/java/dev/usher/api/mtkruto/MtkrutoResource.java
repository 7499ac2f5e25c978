package dev.usher.api.mtkruto;

import java.time.Instant;
import java.util.function.BiFunction;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.usher.api.error.InputException;
import dev.usher.api.error.InvalidParamsException;
import dev.usher.api.error.MtkrutoErrors;
import dev.usher.api.error.RpcError;
import dev.usher.api.rest.Flag;
import dev.usher.api.rest.JsonSchema;
import dev.usher.api.videochat.JoinVideoChatRequest;
import dev.usher.api.videochat.VideoChatView;
import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.VideoChat;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.NotAllowedException;
import dev.usher.identity.User;
import dev.usher.ratelimit.RateLimited;
import dev.usher.videochat.EndVideoChat;
import dev.usher.videochat.FindVideoChat;
import dev.usher.videochat.JoinVideoChat;
import dev.usher.videochat.StartVideoChat;
import dev.usher.videochat.VideoChatException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/**
 * The methods of video chats, as clients of MTKruto's server call them. A method that is not here is invalid. Limits
 * are shared with the REST endpoints.
 */
@Path("/mtkruto/{clientId}")
@Produces(MediaType.APPLICATION_JSON)
public class MtkrutoResource {

    private static final JsonSchema JOIN_OPTIONS = JoinVideoChatRequest.options(JsonSchema.object()).open();
    private static final JsonSchema START_OPTIONS = JsonSchema.object()
            .optional("title", JsonSchema.string().nullable())
            .optional("liveStream", JsonSchema.flag().nullable())
            .optional("isLiveStream", JsonSchema.flag().nullable()).open();

    @Inject
    CurrentCaller caller;

    @Inject
    ArgumentsReader queries;

    @Inject
    StartVideoChat startVideoChat;

    @Inject
    JoinVideoChat joinVideoChat;

    @Inject
    EndVideoChat endVideoChat;

    @Inject
    FindVideoChat videoChats;

    @POST
    @Path("joinVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.join", requests = 2, millis = 5_000)
    @Operation(hidden = true)
    public Uni<JsonNode> joinVideoChat(Arguments arguments) {
        JsonNode options = options(arguments, 2, JOIN_OPTIONS);
        JoinVideoChat.Wish wish = JoinVideoChatRequest.of(
                arguments.id(0, "id"), arguments.text(1, "params_"), options).wish();
        return joinVideoChat.join(caller.user(), wish).map(TextNode::valueOf);
    }

    @GET
    @Path("joinVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.join", requests = 2, millis = 5_000)
    @Operation(hidden = true)
    public Uni<JsonNode> joinVideoChat(@Context UriInfo uri) {
        return joinVideoChat(queries.ofQuery(uri));
    }

    @POST
    @Path("joinLiveStream")
    @UserClient
    @RateLimited(value = "video-chat.join", requests = 2, millis = 5_000)
    @Operation(hidden = true)
    public Uni<JsonNode> joinLiveStream(Arguments arguments) {
        return joinVideoChat.watch(caller.user(), arguments.id(0, "id")).replaceWith(NullNode.getInstance());
    }

    @GET
    @Path("joinLiveStream")
    @UserClient
    @RateLimited(value = "video-chat.join", requests = 2, millis = 5_000)
    @Operation(hidden = true)
    public Uni<JsonNode> joinLiveStream(@Context UriInfo uri) {
        return joinLiveStream(queries.ofQuery(uri));
    }

    @POST
    @Path("leaveVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.leave", requests = 20, millis = 60_000)
    @Operation(hidden = true)
    public Uni<JsonNode> leaveVideoChat(Arguments arguments) {
        return endVideoChat.leave(caller.user(), arguments.id(0, "id")).replaceWith(NullNode.getInstance());
    }

    @GET
    @Path("leaveVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.leave", requests = 20, millis = 60_000)
    @Operation(hidden = true)
    public Uni<JsonNode> leaveVideoChat(@Context UriInfo uri) {
        return leaveVideoChat(queries.ofQuery(uri));
    }

    @POST
    @Path("startVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.start", requests = 3, millis = 60_000)
    @Operation(hidden = true)
    public Uni<JsonNode> startVideoChat(Arguments arguments) {
        return starting(arguments, 1, startVideoChat::start);
    }

    @GET
    @Path("startVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.start", requests = 3, millis = 60_000)
    @Operation(hidden = true)
    public Uni<JsonNode> startVideoChat(@Context UriInfo uri) {
        return startVideoChat(queries.ofQuery(uri));
    }

    @POST
    @Path("scheduleVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.schedule", requests = 3, millis = 60_000)
    @Operation(hidden = true)
    public Uni<JsonNode> scheduleVideoChat(Arguments arguments) {
        Instant at = arguments.time(1, "startAt");
        return starting(arguments, 2, (user, wish) -> startVideoChat.schedule(user, wish, at));
    }

    @GET
    @Path("scheduleVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.schedule", requests = 3, millis = 60_000)
    @Operation(hidden = true)
    public Uni<JsonNode> scheduleVideoChat(@Context UriInfo uri) {
        return scheduleVideoChat(queries.ofQuery(uri));
    }

    @POST
    @Path("getVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.info", requests = 15, millis = 3_000)
    @Operation(hidden = true)
    public Uni<JsonNode> getVideoChat(Arguments arguments) {
        return videoChats.find(caller.user(), arguments.id(0, "id")).map(MtkrutoResource::view);
    }

    @GET
    @Path("getVideoChat")
    @UserClient
    @RateLimited(value = "video-chat.info", requests = 15, millis = 3_000)
    @Operation(hidden = true)
    public Uni<JsonNode> getVideoChat(@Context UriInfo uri) {
        return getVideoChat(queries.ofQuery(uri));
    }

    @POST
    @Path("{method}")
    @Operation(hidden = true)
    public Uni<JsonNode> other() {
        throw new InputException("Invalid method");
    }

    @GET
    @Path("{method}")
    @Operation(hidden = true)
    public Uni<JsonNode> otherByGet() {
        return other();
    }

    private Uni<JsonNode> starting(Arguments arguments, int optionsIndex,
            BiFunction<User, StartVideoChat.Wish, Uni<Call>> start) {
        String room = arguments.id(0, "chatId");
        JsonNode options = options(arguments, optionsIndex, START_OPTIONS);
        String title = options.path("title").asText("");
        boolean liveStream = Boolean.TRUE.equals(Flag.in(options, "liveStream"))
                || Boolean.TRUE.equals(Flag.in(options, "isLiveStream"));
        return start.apply(caller.user(), new StartVideoChat.Wish(room, title.isBlank() ? null : title.strip(),
                VideoChat.Mode.VIDEO, liveStream, false)).map(MtkrutoResource::view);
    }

    private static JsonNode options(Arguments arguments, int index, JsonSchema schema) {
        JsonNode options = arguments.options(index);
        String violation = schema.violation(options);
        if (violation != null) {
            throw new InputException("The options are wrong: " + violation);
        }
        return options;
    }

    /** A video chat in the names of the release that MTKruto's server embeds, and in those of later ones. */
    private static JsonNode view(Call call) {
        String type = VideoChatView.type(call);
        ObjectNode view = JsonNodeFactory.instance.objectNode()
                .put("type", type).put("id", call.id()).put("title", call.title() == null ? "" : call.title());
        if (call.isOver()) {
            return view.put("duration", VideoChatView.duration(call));
        }
        view.put("liveStream", call.videoChat().liveStream()).put("isLiveStream", call.videoChat().liveStream())
                .put("participantCount", call.present());
        if (type.equals("scheduled")) {
            view.putObject("scheduledFor").put("_", "date")
                    .put("value", call.videoChat().scheduledFor().toString());
        } else {
            view.put("recording", false).put("isRecording", false);
        }
        return view;
    }

    @ServerExceptionMapper
    public RestResponse<JsonNode> input(InvalidParamsException failure) {
        return MtkrutoErrors.input(failure.getMessage());
    }

    @ServerExceptionMapper
    public RestResponse<JsonNode> refused(CallException failure) {
        return failure.reason() == CallException.Reason.CALL_NOT_FOUND
                ? MtkrutoErrors.input("Video chat not found.")
                : MtkrutoErrors.rpc(RpcError.of(failure));
    }

    @ServerExceptionMapper
    public RestResponse<JsonNode> refused(VideoChatException failure) {
        return MtkrutoErrors.rpc(RpcError.of(failure));
    }

    @ServerExceptionMapper
    public RestResponse<JsonNode> notAllowed(NotAllowedException failure) {
        return MtkrutoErrors.rpc(RpcError.NOT_ALLOWED);
    }
}
