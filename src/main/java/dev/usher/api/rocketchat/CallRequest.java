package dev.usher.api.rocketchat;

import jakarta.validation.constraints.NotNull;

/** Names a call. */
public record CallRequest(@NotNull String callId) {

    static final RequestType<CallRequest> TYPE = new RequestType<>(
            Schema.object().required("callId", Schema.string()),
            json -> new CallRequest(json.get("callId").textValue()));
}
