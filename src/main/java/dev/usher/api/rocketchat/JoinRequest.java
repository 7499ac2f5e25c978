package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.usher.api.rest.GuestName;
import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.RequestType;

/**
 * Names a call and the caller's devices in it.
 *
 * @param name Usher's own, for guests: what others read; null where nothing is given
 */
public record JoinRequest(@Schema(required = true) String callId, DeviceFlags state,
        @Schema(minLength = 1, maxLength = GuestName.MAX_LENGTH, description = "What a guest wants to be called; "
                + "users are called what their account says") String name) {

    static final RequestType<JoinRequest> TYPE = new RequestType<>(
            JsonSchema.object()
                    .required("callId", JsonSchema.string())
                    .optional("state", DeviceFlags.SCHEMA.nullable())
                    .optional("name", GuestName.schema().nullable()),
            json -> new JoinRequest(json.get("callId").textValue(), DeviceFlags.in(json), GuestName.in(json, "name")));
}
