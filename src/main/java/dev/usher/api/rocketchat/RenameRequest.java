package dev.usher.api.rocketchat;

/** Names a call and its new title. */
public record RenameRequest(String callId, String title) {

    static final RequestType<RenameRequest> TYPE = new RequestType<>(
            Schema.object().required("callId", Schema.string()).required("title", Schema.string()),
            json -> new RenameRequest(json.get("callId").textValue(), json.get("title").textValue()));
}
