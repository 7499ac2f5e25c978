package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.RequestType;

/** Names a call and what has changed of the caller's devices in it. */
public record StateRequest(@Schema(required = true) String callId, @Schema(required = true) DeviceFlags state) {

    static final RequestType<StateRequest> TYPE = new RequestType<>(
            JsonSchema.object().required("callId", JsonSchema.string()).required("state", DeviceFlags.SCHEMA),
            json -> new StateRequest(json.get("callId").textValue(), DeviceFlags.in(json)));
}
