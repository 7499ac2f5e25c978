package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.RequestType;

/** Names a call and its new title. */
public record RenameRequest(@Schema(required = true) String callId, @Schema(required = true) String title) {

    static final RequestType<RenameRequest> TYPE = new RequestType<>(
            JsonSchema.object().required("callId", JsonSchema.string()).required("title", JsonSchema.string()),
            json -> new RenameRequest(json.get("callId").textValue(), json.get("title").textValue()));
}
