package dev.usher.api.rocketchat;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.databind.JsonNode;

import dev.usher.api.rest.Flag;
import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.RequestType;
import dev.usher.conference.StartConference.Wish;

/**
 * Describes a new call.
 *
 * @param guests whether people without an account may join; Usher's own, left to the configuration where it is null
 */
public record StartRequest(@Schema(required = true) String roomId, String title, Boolean allowRinging, Boolean guests) {

    static final RequestType<StartRequest> TYPE = new RequestType<>(
            JsonSchema.object()
                    .required("roomId", JsonSchema.string())
                    .optional("title", JsonSchema.string().nullable())
                    .optional("allowRinging", JsonSchema.flag().nullable())
                    .optional("guests", JsonSchema.flag().nullable()),
            json -> new StartRequest(json.get("roomId").textValue(), title(json.get("title")),
                    Flag.in(json, "allowRinging"), Flag.in(json, "guests")));

    private static String title(JsonNode title) {
        return title == null || title.isNull() || title.textValue().isBlank() ? null : title.textValue().strip();
    }

    Wish wish() {
        return new Wish(roomId, title, Boolean.TRUE.equals(allowRinging), guests);
    }
}
