package dev.usher.api.rocketchat;

import jakarta.validation.constraints.NotNull;

/** Names a call and the caller's devices in it. */
public record JoinRequest(@NotNull String callId, DeviceFlags state) {

    static final RequestType<JoinRequest> TYPE = new RequestType<>(
            Schema.object().required("callId", Schema.string()).optional("state", DeviceFlags.SCHEMA.nullable()),
            json -> new JoinRequest(json.get("callId").textValue(), DeviceFlags.in(json)));
}
