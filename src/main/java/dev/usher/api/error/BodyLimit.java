package dev.usher.api.error;

import java.io.IOException;
import java.io.InputStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;

/** Refuses bodies that are too large: before they are read, or while, if their length is not known before. */
@Singleton
public class BodyLimit {

    private static final int FIRST = 1000;
    private static final String TOO_LARGE = "The request body is too large";
    /** Where clients send SDP, of which there is more the more people are in a call. */
    private static final String SDP_PATH = "/api/v1/video-chat.subscribe";

    private final int maxBytes;
    private final int maxSdpBytes;
    private final String refusal;
    private final String mtkrutoRefusal;

    /** What a request may be. */
    @ConfigMapping(prefix = "usher.http")
    public interface Config {
        /** How large a body may be: bytes, or with a unit such as 16K. */
        @WithDefault("16K")
        MemorySize maxBody();

        /** How large the body of a subscription may be. */
        @WithDefault("256K")
        MemorySize maxSdp();
    }

    @Inject
    BodyLimit(Config config, ObjectMapper json) throws JsonProcessingException {
        maxBytes = Math.toIntExact(config.maxBody().asLongValue());
        maxSdpBytes = Math.max(maxBytes, Math.toIntExact(config.maxSdp().asLongValue()));
        refusal = json.writeValueAsString(ErrorAnswer.of(TOO_LARGE));
        mtkrutoRefusal = json.writeValueAsString(TOO_LARGE);
    }

    /** The body's bytes. Fails with status 413 if there are too many. */
    public byte[] read(InputStream body) throws IOException {
        return read(body, maxBytes);
    }

    /** The bytes of a body with SDP. Fails with status 413 if there are too many. */
    public byte[] readSdp(InputStream body) throws IOException {
        return read(body, maxSdpBytes);
    }

    private static byte[] read(InputStream body, int max) throws IOException {
        byte[] bytes = body.readNBytes(max + 1);
        if (bytes.length > max) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        return bytes;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        int max = SDP_PATH.equals(request.request().path()) ? maxSdpBytes : maxBytes;
        if (length == null) {
            request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, (long) max);
        } else if (Long.parseLong(length) > max) {
            request.response().setStatusCode(413)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .end(Dialect.of(request.request().path()) == Dialect.MTKRUTO ? mtkrutoRefusal : refusal);
            return;
        }
        request.next();
    }
}
