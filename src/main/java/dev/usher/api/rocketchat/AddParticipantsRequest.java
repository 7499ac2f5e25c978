package dev.usher.api.rocketchat;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.RequestType;

/**
 * Names a call and who shall become its member.
 *
 * @param users ids or usernames
 */
public record AddParticipantsRequest(
        @Schema(required = true) String callId,
        @Schema(required = true) List<String> users) {

    static final RequestType<AddParticipantsRequest> TYPE = new RequestType<>(
            JsonSchema.object()
                    .required("callId", JsonSchema.string())
                    .required("users", JsonSchema.arrayOf(JsonSchema.string()))
                    .optional("ring", JsonSchema.flag().nullable()),
            json -> {
                List<String> users = new ArrayList<>();
                json.get("users").forEach(user -> users.add(user.textValue()));
                return new AddParticipantsRequest(json.get("callId").textValue(), users);
            });
}
