package dev.usher.api.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.usher.conference.StartConference.Wish;
import jakarta.validation.constraints.NotNull;

/**
 * Describes a new call.
 *
 * @param guests whether people without an account may join; Usher's own, left to the configuration where it is null
 */
public record StartRequest(@NotNull String roomId, String title, Boolean allowRinging, Boolean guests) {

    static final RequestType<StartRequest> TYPE = new RequestType<>(
            Schema.object()
                    .required("roomId", Schema.string())
                    .optional("title", Schema.string().nullable())
                    .optional("allowRinging", Schema.flag().nullable())
                    .optional("guests", Schema.flag().nullable()),
            json -> new StartRequest(json.get("roomId").textValue(), title(json.get("title")),
                    Flag.in(json, "allowRinging"), Flag.in(json, "guests")));

    private static String title(JsonNode title) {
        return title == null || title.isNull() || title.textValue().isBlank() ? null : title.textValue().strip();
    }

    Wish wish() {
        return new Wish(roomId, title, Boolean.TRUE.equals(allowRinging), guests);
    }
}
