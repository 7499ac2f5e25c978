package dev.usher.api.error;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import jakarta.ws.rs.core.MediaType;

/** Errors in MTKruto's shape: a JSON string, and in a header whether it is the caller's or a remote method's. */
public class MtkrutoErrors {

    private static final String ERROR_TYPE = "x-error-type";
    private static final int BAD_REQUEST = 400;

    /** What the framework refuses with a status. */
    public static RestResponse<JsonNode> of(int status) {
        return switch (status) {
            case 404 -> answer(404, "Not found").build();
            case 405 -> answer(403, "Method not allowed").build();
            case 413 -> answer(413, "The request body is too large").build();
            default -> status < 500 ? input("Bad request") : unexpected();
        };
    }

    @ServerExceptionMapper
    public RestResponse<JsonNode> input(InputException failure) {
        return input(failure.getMessage());
    }

    public static RestResponse<JsonNode> input(String message) {
        return answer(BAD_REQUEST, message).header(ERROR_TYPE, "input").build();
    }

    public static RestResponse<JsonNode> rpc(RpcError error) {
        return answer(error.status(), error.name()).header(ERROR_TYPE, "rpc").build();
    }

    /** With another header. */
    public static RestResponse<JsonNode> rpc(RpcError error, String header, Object value) {
        return answer(error.status(), error.name()).header(ERROR_TYPE, "rpc").header(header, value).build();
    }

    /** What is nobody's business. */
    public static RestResponse<JsonNode> unexpected() {
        return ResponseBuilder.<JsonNode>create(500).entity(NullNode.getInstance())
                .type(MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static ResponseBuilder<JsonNode> answer(int status, String message) {
        return ResponseBuilder.<JsonNode>create(status).entity(TextNode.valueOf(message))
                .type(MediaType.APPLICATION_JSON_TYPE);
    }
}
