package dev.usher.api.rocketchat;

import jakarta.validation.constraints.NotNull;

/** Names a call and its new title. */
public record RenameRequest(@NotNull String callId, @NotNull String title) {

    static final RequestType<RenameRequest> TYPE = new RequestType<>(
            Schema.object().required("callId", Schema.string()).required("title", Schema.string()),
            json -> new RenameRequest(json.get("callId").textValue(), json.get("title").textValue()));
}
