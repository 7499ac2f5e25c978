package dev.usher.api.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * The body of every error.
 *
 * @param error     what is wrong, for people and for clients that compare texts
 * @param errorType a code for clients; left out where Rocket.Chat has none
 * @param status    "error" in answers of status 401
 * @param message   the error again in answers of status 401
 */
@JsonInclude(Include.NON_NULL)
@RegisterForReflection
public record ErrorAnswer(boolean success, String error, String errorType, String status, String message) {

    public static ErrorAnswer of(String error) {
        return of(error, null);
    }

    public static ErrorAnswer of(String error, String errorType) {
        return new ErrorAnswer(false, error, errorType, null, null);
    }

    /** The four keys by which readers of older, newer and documented servers all see a 401. */
    static ErrorAnswer unauthorized(String error) {
        return new ErrorAnswer(false, error, null, "error", error);
    }

    public RestResponse<ErrorAnswer> as(Response.StatusType status) {
        return builder(status).build();
    }

    public ResponseBuilder<ErrorAnswer> builder(Response.StatusType status) {
        return ResponseBuilder.<ErrorAnswer>create(status).entity(this).type(MediaType.APPLICATION_JSON_TYPE);
    }
}
