package dev.usher.api.rocketchat;

import jakarta.validation.constraints.NotNull;

/** Names a call and what has changed of the caller's devices in it. */
public record StateRequest(@NotNull String callId, @NotNull DeviceFlags state) {

    static final RequestType<StateRequest> TYPE = new RequestType<>(
            Schema.object().required("callId", Schema.string()).required("state", DeviceFlags.SCHEMA),
            json -> new StateRequest(json.get("callId").textValue(), DeviceFlags.in(json)));
}
