package dev.usher.api.error;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

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

/**
 * Refuses bodies that are too large: before they are read, or while, if their length is not known before. Those that
 * are larger than others may be keep a thread waiting, so that there are only so many at a time, and only for so long.
 */
@Singleton
public class BodyLimit {

    private static final int FIRST = 1000;
    private static final String TOO_LARGE = "The request body is too large";
    /** Where clients send SDP, of which there is more the more people are in a call. */
    private static final String SDP_PATH = "/api/v1/video-chat.subscribe";

    /** There are 200 threads at least, which others need too. */
    private static final int LARGE_AT_A_TIME = 100;
    private static final long LARGE_MILLIS = 30_000;
    private static final String BUSY = "Too busy, please try again";

    private final Semaphore large = new Semaphore(LARGE_AT_A_TIME);
    private final String busy;
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
        busy = json.writeValueAsString(ErrorAnswer.of(BUSY));
        refusal = json.writeValueAsString(ErrorAnswer.of(TOO_LARGE));
        mtkrutoRefusal = json.writeValueAsString(TOO_LARGE);
    }

    /** The body's bytes. Fails with status 413 if there are too many, and if the client goes before it has sent all. */
    public byte[] read(InputStream body) {
        return read(body, maxBytes);
    }

    /** The bytes of a body with SDP. Fails as {@link #read}. */
    public byte[] readSdp(InputStream body) {
        return read(body, maxSdpBytes);
    }

    private static byte[] read(InputStream body, int max) {
        try {
            byte[] arrived = body.readNBytes(Math.min(body.available(), max));
            int next = body.read();
            return next < 0 ? arrived : readOn(arrived, next, body, max);
        } catch (IOException gone) {
            throw new MalformedBodyException();
        }
    }

    private static byte[] readOn(byte[] arrived, int next, InputStream body, int max) throws IOException {
        byte[] rest = body.readNBytes(max - arrived.length);
        if (arrived.length + 1 + rest.length > max) {
            throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
        }
        return ByteBuffer.allocate(arrived.length + 1 + rest.length).put(arrived).put((byte) next).put(rest).array();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean isSdp = SDP_PATH.equals(request.request().path());
        int max = isSdp ? maxSdpBytes : maxBytes;
        if (length == null) {
            request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, (long) max);
        } else if (Long.parseLong(length) > max) {
            refuse(request, 413, Dialect.of(request.request().path()) == Dialect.MTKRUTO ? mtkrutoRefusal : refusal);
            return;
        }
        if (isSdp && (length == null || Long.parseLong(length) > maxBytes) && !admitLarge(request)) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
            refuse(request, 503, busy);
            return;
        }
        request.next();
    }

    private static void refuse(RoutingContext request, int status, String refusal) {
        request.response().setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(refusal);
    }

    /** Whether there is a place for another large body. */
    private boolean admitLarge(RoutingContext request) {
        if (!large.tryAcquire()) {
            return false;
        }
        long timer = request.vertx().setTimer(LARGE_MILLIS, late -> request.request().connection().close());
        request.addEndHandler(ended -> {
            request.vertx().cancelTimer(timer);
            large.release();
        });
        return true;
    }
}
