package dev.usher.api.rocketchat;

import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import dev.usher.api.error.InvalidParamsException;
import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.RequestType;

/**
 * Either a token of an earlier login, or a user name and a password.
 *
 * @param resume the token; null where a password is given
 * @param user   the user name, which may come as {@code user}, {@code username} or {@code email}
 */
public record LoginRequest(String resume, String user, String password) {

    static final RequestType<LoginRequest> TYPE = new RequestType<>(JsonSchema.object().open(), LoginRequest::of);

    private static LoginRequest of(JsonNode json) {
        if (json.has("resume")) {
            return new LoginRequest(text(json, "resume"), null, null);
        }
        String name = Stream.of("user", "username", "email").filter(json::has).findFirst().orElse("user");
        return new LoginRequest(null, text(json, name), text(json, "password"));
    }

    private static String text(JsonNode json, String name) {
        String violation = JsonSchema.object().open().required(name, JsonSchema.string()).violation(json);
        if (violation != null) {
            throw new InvalidParamsException(violation);
        }
        return json.get(name).textValue();
    }

    @Override
    public String toString() {
        return "LoginRequest";
    }
}
