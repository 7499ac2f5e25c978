package dev.usher.api.videochat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;

import dev.usher.api.error.InvalidParamsException;
import dev.usher.api.rest.Flag;
import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.JsonSchema.ObjectSchema;
import dev.usher.api.rest.Numbers;
import dev.usher.api.rest.RequestType;
import dev.usher.call.VideoChat;
import dev.usher.videochat.EditParticipant;
import dev.usher.videochat.Invite;
import dev.usher.videochat.StartVideoChat;

/** The bodies of requests. */
public final class Requests {

    private static final long MAX_SECONDS = Duration.ofDays(30).toSeconds();
    private static final int MAX_USES = 10_000;
    private static final int DEFAULT_COUNT = 100;
    private static final int MAX_COUNT = 500;
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L;

    private Requests() {
    }

    /** Names a video chat. */
    public record VideoChatRequest(@Schema(required = true) String id) {

        static final RequestType<VideoChatRequest> TYPE =
                new RequestType<>(withId(), json -> new VideoChatRequest(idOf(json)));
    }

    /**
     * Describes a new video chat.
     *
     * @param mode         video, unless voice is given: then everybody hears everybody's audio, mixed
     * @param isLiveStream whether only those who manage it send
     * @param joinMuted    whether people who join have to be allowed to speak
     */
    public record StartVideoChatRequest(@Schema(required = true) String roomId, String title, String mode,
            Boolean isLiveStream, Boolean joinMuted) {

        static final RequestType<StartVideoChatRequest> TYPE =
                new RequestType<>(schema(), StartVideoChatRequest::of);

        private static ObjectSchema schema() {
            return JsonSchema.object()
                    .required("roomId", JsonSchema.string())
                    .optional("title", JsonSchema.string().nullable())
                    .optional("mode", JsonSchema.oneOf("video", "voice").nullable())
                    .optional("isLiveStream", JsonSchema.flag().nullable())
                    .optional("joinMuted", JsonSchema.flag().nullable());
        }

        private static StartVideoChatRequest of(JsonNode json) {
            String title = text(json, "title");
            return new StartVideoChatRequest(json.get("roomId").textValue(),
                    title == null || title.isBlank() ? null : title.strip(), text(json, "mode"),
                    Flag.in(json, "isLiveStream"), Flag.in(json, "joinMuted"));
        }

        StartVideoChat.Wish wish() {
            return new StartVideoChat.Wish(roomId, title,
                    mode == null ? VideoChat.Mode.VIDEO : VideoChat.Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
                    Boolean.TRUE.equals(isLiveStream), Boolean.TRUE.equals(joinMuted));
        }
    }

    /**
     * Describes a video chat that is to begin later.
     *
     * @param startAt seconds since 1970
     */
    public record ScheduleVideoChatRequest(@Schema(required = true) String roomId,
            @Schema(required = true) long startAt, String title, String mode, Boolean isLiveStream,
            Boolean joinMuted) {

        static final RequestType<ScheduleVideoChatRequest> TYPE = new RequestType<>(
                StartVideoChatRequest.schema().required("startAt", JsonSchema.integer(0, MAX_EPOCH_SECONDS)),
                json -> {
                    StartVideoChatRequest start = StartVideoChatRequest.of(json);
                    return new ScheduleVideoChatRequest(start.roomId, json.get("startAt").longValue(), start.title,
                            start.mode, start.isLiveStream, start.joinMuted);
                });

        StartVideoChat.Wish wish() {
            return new StartVideoChatRequest(roomId, title, mode, isLiveStream, joinMuted).wish();
        }

        Instant at() {
            return Instant.ofEpochSecond(startAt);
        }
    }

    /**
     * What is to change of a participant; what is not given stays.
     *
     * @param participantId as in the list of participants; oneself where it is not given
     */
    public record EditParticipantRequest(@Schema(required = true) String id, String participantId, Boolean muted,
            Boolean videoStopped, Boolean raiseHand) {

        static final RequestType<EditParticipantRequest> TYPE = new RequestType<>(
                withId()
                        .optional("participantId", JsonSchema.string().nullable())
                        .optional("muted", JsonSchema.flag().nullable())
                        .optional("videoStopped", JsonSchema.flag().nullable())
                        .optional("raiseHand", JsonSchema.flag().nullable()),
                json -> new EditParticipantRequest(idOf(json), text(json, "participantId"), Flag.in(json, "muted"),
                        Flag.in(json, "videoStopped"), Flag.in(json, "raiseHand")));

        EditParticipant.Edit edit() {
            return new EditParticipant.Edit(muted, videoStopped, raiseHand);
        }
    }

    /** SSRCs to ask after, signed or unsigned. */
    public record CheckRequest(@Schema(required = true) String id, @Schema(required = true) List<Long> sources) {

        static final RequestType<CheckRequest> TYPE = new RequestType<>(
                withId().required("sources",
                        JsonSchema.arrayOf(JsonSchema.integer(Integer.MIN_VALUE, 0xFFFF_FFFFL))),
                json -> {
                    List<Long> sources = new ArrayList<>();
                    json.get("sources").forEach(source -> sources.add(source.longValue()));
                    return new CheckRequest(idOf(json), sources);
                });

        Set<Integer> signed() {
            Set<Integer> signed = new LinkedHashSet<>();
            sources.forEach(source -> signed.add(source.intValue()));
            return signed;
        }
    }

    /**
     * Describes an invite.
     *
     * @param role      speaker or listener
     * @param expiresIn seconds; as long as the call where it is not given
     * @param maxUses   how many people it admits; all where it is not given
     */
    public record InviteRequest(@Schema(required = true) String id, @Schema(required = true) String role,
            Long expiresIn, Integer maxUses) {

        static final RequestType<InviteRequest> TYPE = new RequestType<>(
                withId()
                        .required("role", JsonSchema.oneOf("speaker", "listener"))
                        .optional("expiresIn", JsonSchema.integer(1, MAX_SECONDS).nullable())
                        .optional("maxUses", JsonSchema.integer(1, MAX_USES).nullable()),
                json -> new InviteRequest(idOf(json), json.get("role").textValue(),
                        json.hasNonNull("expiresIn") ? json.get("expiresIn").longValue() : null,
                        json.hasNonNull("maxUses") ? json.get("maxUses").intValue() : null));

        Invite.Role invitedAs() {
            return Invite.Role.valueOf(role.toUpperCase(Locale.ROOT));
        }

        Duration lasting() {
            return expiresIn == null ? null : Duration.ofSeconds(expiresIn);
        }
    }

    /** Names a video chat, to look on by invite where one is given. */
    public record EventsTicketRequest(@Schema(required = true) String id, String inviteHash) {

        static final RequestType<EventsTicketRequest> TYPE = new RequestType<>(
                withId().optional("inviteHash", JsonSchema.string().nullable()),
                json -> new EventsTicketRequest(idOf(json), text(json, "inviteHash")));
    }

    /**
     * Asks for an offer, or answers one.
     *
     * @param subscription what an earlier request returned; a new one where it is not given
     * @param participants whom to receive, as in the list of participants; all where it is not given
     * @param answer       the answer in SDP to the offer
     */
    public record SubscribeRequest(@Schema(required = true) String id, String subscription,
            List<String> participants, String answer) {

        static final RequestType<SubscribeRequest> TYPE = new RequestType<>(
                withId()
                        .optional("subscription", JsonSchema.string().nullable())
                        .optional("participants", JsonSchema.arrayOf(JsonSchema.string()).nullable())
                        .optional("answer", JsonSchema.string().nullable()),
                SubscribeRequest::of);

        private static SubscribeRequest of(JsonNode json) {
            List<String> participants = null;
            if (json.hasNonNull("participants")) {
                participants = new ArrayList<>();
                for (JsonNode participant : json.get("participants")) {
                    participants.add(participant.textValue());
                }
            }
            SubscribeRequest request = new SubscribeRequest(idOf(json), text(json, "subscription"), participants,
                    text(json, "answer"));
            if (request.answer != null && request.subscription == null) {
                throw new InvalidParamsException("must have required property 'subscription'");
            }
            return request;
        }

        @JsonIgnore
        boolean isAnswer() {
            return answer != null;
        }
    }

    /** A page of participants. */
    record ParticipantsQuery(String id, int offset, int count) {

        static final RequestType<ParticipantsQuery> TYPE = new RequestType<>(
                withId().optional("offset", JsonSchema.numberText()).optional("count", JsonSchema.numberText()),
                json -> new ParticipantsQuery(idOf(json), Numbers.atLeastZero(json, "offset", 0),
                        Math.min(MAX_COUNT, Numbers.atLeastZero(json, "count", DEFAULT_COUNT))));
    }

    static ObjectSchema withId() {
        return JsonSchema.object().required("id", JsonSchema.string());
    }

    static String idOf(JsonNode json) {
        return json.get("id").textValue();
    }

    static String text(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).textValue() : null;
    }
}
