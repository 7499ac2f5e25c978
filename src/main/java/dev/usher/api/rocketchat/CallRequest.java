package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.RequestType;

/** Names a call. */
public record CallRequest(@Schema(required = true) String callId) {

    static final RequestType<CallRequest> TYPE = new RequestType<>(
            JsonSchema.object().required("callId", JsonSchema.string()),
            json -> new CallRequest(json.get("callId").textValue()));
}
