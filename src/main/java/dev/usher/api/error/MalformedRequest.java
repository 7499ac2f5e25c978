package dev.usher.api.error;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Answers requests that name no host, or for what is no path. The framework would take them for failures of its own,
 * and log each with a stack trace.
 */
@Singleton
class MalformedRequest {

    private static final int BAD_REQUEST = 400;

    private final String refusal;

    @Inject
    MalformedRequest(ObjectMapper json) throws JsonProcessingException {
        refusal = json.writeValueAsString(ErrorAnswer.of("Bad request"));
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::refuse);
    }

    private void refuse(RoutingContext request) {
        if (request.statusCode() != BAD_REQUEST || !(request.failure() instanceof VertxException)) {
            request.next();
            return;
        }
        request.response().setStatusCode(BAD_REQUEST)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(refusal);
    }
}
