package dev.usher.api.rocketchat;

import java.util.ArrayList;
import java.util.List;
import jakarta.validation.constraints.NotNull;

/**
 * Names a call and who shall become its member.
 *
 * @param users ids or usernames
 */
public record AddParticipantsRequest(@NotNull String callId, @NotNull List<String> users) {

    static final RequestType<AddParticipantsRequest> TYPE = new RequestType<>(
            Schema.object()
                    .required("callId", Schema.string())
                    .required("users", Schema.arrayOf(Schema.string()))
                    .optional("ring", Schema.flag().nullable()),
            json -> {
                List<String> users = new ArrayList<>();
                json.get("users").forEach(user -> users.add(user.textValue()));
                return new AddParticipantsRequest(json.get("callId").textValue(), users);
            });
}
