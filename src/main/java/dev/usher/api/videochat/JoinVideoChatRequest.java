package dev.usher.api.videochat;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.databind.JsonNode;

import dev.usher.api.error.InvalidParamsException;
import dev.usher.api.rest.Flag;
import dev.usher.api.rest.GuestName;
import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.JsonSchema.ObjectSchema;
import dev.usher.api.rest.RequestType;
import dev.usher.videochat.JoinVideoChat;

/**
 * How to join. Nothing but {@code false} turns audio or video off.
 *
 * @param params         the client's connection parameters, as the JSON of Telegram's group calls
 * @param name           for guests: what others read; null where nothing is given
 * @param joinAs         a chat's id, a string or a number; oneself where it is not given, or "me"
 * @param isAudioEnabled another spelling of {@code audio}
 * @param isVideoEnabled another spelling of {@code video}
 * @param publicKey      what clients give that demand encryption from end to end; they are refused
 */
public record JoinVideoChatRequest(
        @Schema(required = true) String id,
        @Schema(required = true) String params,
        @Schema(minLength = 1, maxLength = GuestName.MAX_LENGTH, description = "What a guest wants to be called; "
                + "users are called what their account says") String name,
        String joinAs, String inviteHash, Boolean audio, Boolean video,
        Boolean isAudioEnabled, Boolean isVideoEnabled, String publicKey) {

    static final RequestType<JoinVideoChatRequest> TYPE = new RequestType<>(
            options(Requests.withId().required("params", JsonSchema.string()))
                    .optional("name", GuestName.schema().nullable()),
            json -> of(Requests.idOf(json), json.get("params").textValue(), GuestName.in(json, "name"), json));

    /** The request of a user, with options that fit the schema. */
    public static JoinVideoChatRequest of(String id, String params, JsonNode options) {
        return of(id, params, null, options);
    }

    private static JoinVideoChatRequest of(String id, String params, String name, JsonNode options) {
        return new JoinVideoChatRequest(id, params, name,
                options.hasNonNull("joinAs") ? options.get("joinAs").asText() : null,
                Requests.text(options, "inviteHash"), Flag.in(options, "audio"), Flag.in(options, "video"),
                Flag.in(options, "isAudioEnabled"), Flag.in(options, "isVideoEnabled"),
                Requests.text(options, "publicKey"));
    }

    /** What may stand beside the id and the parameters. */
    public static ObjectSchema options(ObjectSchema schema) {
        return schema
                .optional("joinAs", idOrNumber().nullable())
                .optional("inviteHash", JsonSchema.string().nullable())
                .optional("audio", JsonSchema.flag().nullable())
                .optional("video", JsonSchema.flag().nullable())
                .optional("isAudioEnabled", JsonSchema.flag().nullable())
                .optional("isVideoEnabled", JsonSchema.flag().nullable())
                .optional("publicKey", JsonSchema.string().nullable());
    }

    /** Fails with {@link InvalidParamsException} if two spellings of one option contradict each other. */
    public JoinVideoChat.Wish wish() {
        return new JoinVideoChat.Wish(id, params, name, joinAs,
                inviteHash == null || inviteHash.isEmpty() ? null : inviteHash,
                enabled("audio", audio, "isAudioEnabled", isAudioEnabled),
                enabled("video", video, "isVideoEnabled", isVideoEnabled),
                publicKey != null);
    }

    private static boolean enabled(String name, Boolean value, String newerName, Boolean newerValue) {
        boolean on = !Boolean.FALSE.equals(value);
        boolean newerOn = !Boolean.FALSE.equals(newerValue);
        if (value != null && newerValue != null && on != newerOn) {
            throw new InvalidParamsException("%s and %s must not contradict each other"
                    .formatted(name, newerName));
        }
        return on && newerOn;
    }

    private static JsonSchema idOrNumber() {
        return value -> value.isTextual() || value.isIntegralNumber() ? null : "must be string,number";
    }
}
