package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.RequestType;

/** Names a call and the caller's devices in it. */
public record JoinRequest(@Schema(required = true) String callId, DeviceFlags state) {

    static final RequestType<JoinRequest> TYPE = new RequestType<>(
            JsonSchema.object()
                    .required("callId", JsonSchema.string())
                    .optional("state", DeviceFlags.SCHEMA.nullable()),
            json -> new JoinRequest(json.get("callId").textValue(), DeviceFlags.in(json)));
}
