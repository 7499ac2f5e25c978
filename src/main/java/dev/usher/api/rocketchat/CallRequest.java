package dev.usher.api.rocketchat;

/** Names a call. */
public record CallRequest(String callId) {

    static final RequestType<CallRequest> TYPE = new RequestType<>(
            Schema.object().required("callId", Schema.string()),
            json -> new CallRequest(json.get("callId").textValue()));
}
