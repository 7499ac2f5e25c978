package dev.usher.api;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;

import static jakarta.ws.rs.core.HttpHeaders.CONTENT_TYPE;

/** What every answer says of itself: plain JSON, to be kept by no cache, since it may hold a secret. */
public class AnswerHeaders {

    private static final CharSequence PRAGMA = HttpHeaders.createOptimized("Pragma");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

    /** Before all other filters, since each may refuse the request. */
    @ServerRequestFilter(preMatching = true, priority = 0)
    public void forbidCaches(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE).putHeader(PRAGMA, NO_CACHE);
    }

    @ServerResponseFilter
    public void sayJson(ContainerResponseContext response) {
        if (MediaType.APPLICATION_JSON_TYPE.isCompatible(response.getMediaType())) {
            response.getHeaders().putSingle(CONTENT_TYPE, MediaType.APPLICATION_JSON);
        }
    }
}
