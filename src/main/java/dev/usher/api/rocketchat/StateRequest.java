package dev.usher.api.rocketchat;

/** Names a call and what has changed of the caller's devices in it. */
public record StateRequest(String callId, DeviceFlags state) {

    static final RequestType<StateRequest> TYPE = new RequestType<>(
            Schema.object().required("callId", Schema.string()).required("state", DeviceFlags.SCHEMA),
            json -> new StateRequest(json.get("callId").textValue(), DeviceFlags.in(json)));
}
