package dev.usher.api.error;

import java.util.Locale;

import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import dev.usher.call.CallException;
import dev.usher.cluster.StoreAwayException;
import dev.usher.event.TooManyListenersException;
import dev.usher.identity.IdentityAwayException;
import dev.usher.identity.NotAllowedException;
import dev.usher.identity.UnauthorizedException;
import dev.usher.provider.ProviderException;
import dev.usher.ratelimit.RateLimitedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Turns every failure into an answer. What is nobody's business goes to the log and not into the answer. */
public class Errors {

    private static final String INVALID_PARAMS = "invalid-params";
    /** Rocket.Chat's sentence to the letter, since clients read the seconds out of it. */
    private static final String TOO_MANY_REQUESTS = "Error, too many requests. Please slow down. You must wait %d "
            + "seconds before trying this endpoint again. [error-too-many-requests]";

    private static final String STORE_AWAY = "Calls cannot be looked up at the moment, please try again";

    private static final int LISTENERS_RETRY_SECONDS = 10;
    private static final Logger LOG = Logger.getLogger(Errors.class);

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> invalidParams(InvalidParamsException failure) {
        return ErrorAnswer.of("%s [%s]".formatted(failure.getMessage(), INVALID_PARAMS), INVALID_PARAMS)
                .as(Status.BAD_REQUEST);
    }

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> malformed(MalformedBodyException failure) {
        return ErrorAnswer.of(failure.getMessage(), "invalid-json").as(Status.BAD_REQUEST);
    }

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> unauthorized(UnauthorizedException failure) {
        return ErrorAnswer.unauthorized(failure.getMessage()).as(Status.UNAUTHORIZED);
    }

    @ServerExceptionMapper
    public RestResponse<?> identityAway(IdentityAwayException failure, UriInfo uri) {
        return unavailable(RpcError.unavailable(failure), failure.getMessage(), failure.retryAfter(), uri);
    }

    @ServerExceptionMapper
    public RestResponse<?> storeAway(StoreAwayException failure, UriInfo uri) {
        return unavailable(RpcError.STORE_AWAY, STORE_AWAY, failure.retryAfter(), uri);
    }

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> tooManyListeners(TooManyListenersException failure) {
        return ErrorAnswer.of("Too many look on at the moment, please try again", "error-too-many-listeners")
                .builder(Status.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, LISTENERS_RETRY_SECONDS).build();
    }

    private static RestResponse<?> unavailable(RpcError error, String message, long retryAfter, UriInfo uri) {
        return Dialect.of(uri.getPath()) == Dialect.MTKRUTO
                ? MtkrutoErrors.rpc(error, HttpHeaders.RETRY_AFTER, retryAfter)
                : ErrorAnswer.of(message, "error-" + error.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .builder(Status.SERVICE_UNAVAILABLE)
                        .header(HttpHeaders.RETRY_AFTER, retryAfter).build();
    }

    @ServerExceptionMapper
    public RestResponse<?> rateLimited(RateLimitedException failure, UriInfo uri) {
        long seconds = failure.decision().resetSeconds();
        RpcError floodWait = RpcError.floodWait(seconds);
        return switch (Dialect.of(uri.getPath())) {
            case REST -> tooMany(TOO_MANY_REQUESTS.formatted(seconds), seconds);
            case VIDEO_CHAT -> tooMany(floodWait.name(), seconds);
            case MTKRUTO -> MtkrutoErrors.rpc(floodWait, HttpHeaders.RETRY_AFTER, seconds);
        };
    }

    private static RestResponse<ErrorAnswer> tooMany(String error, long seconds) {
        return ErrorAnswer.of(error, "error-too-many-requests").builder(Status.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> notAllowed(NotAllowedException failure) {
        return ErrorAnswer.of(failure.getMessage()).as(Status.FORBIDDEN);
    }

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> call(CallException failure) {
        return CallErrors.published(failure);
    }

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> provider(ProviderException failure) {
        if (failure.reason() == ProviderException.Reason.FAILED) {
            LOG.warnf("A provider failed: %s", failure.getCause());
        }
        return ErrorAnswer.of(switch (failure.reason()) {
            case NO_ACTIVE_PROVIDER -> "no-active-video-conf-provider";
            case NOT_CONFIGURED -> "video-conf-provider-not-configured";
            case FAILED -> "failed-to-get-url";
        }).as(Status.BAD_REQUEST);
    }

    @ServerExceptionMapper
    public RestResponse<ErrorAnswer> overloaded(BulkheadException failure) {
        return ErrorAnswer.of("Too busy, please try again").builder(Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, 1).build();
    }

    /** What the framework refuses: unknown paths, wrong methods, media types, oversized bodies. */
    @ServerExceptionMapper
    public RestResponse<?> refused(WebApplicationException failure, UriInfo uri) {
        Response refusal = failure.getResponse();
        Response.StatusType status = refusal.getStatusInfo();
        if (Dialect.of(uri.getPath()) == Dialect.MTKRUTO) {
            return MtkrutoErrors.of(status.getStatusCode());
        }
        if (status.getFamily() == Response.Status.Family.SERVER_ERROR) {
            return unexpected(failure, uri);
        }
        RestResponse<ErrorAnswer> answer = ErrorAnswer.of(sentence(status)).as(status);
        Object allowed = refusal.getHeaders().getFirst(HttpHeaders.ALLOW);
        if (allowed != null) {
            answer.getHeaders().putSingle(HttpHeaders.ALLOW, allowed);
        }
        return answer;
    }

    @ServerExceptionMapper
    public RestResponse<?> unexpected(Throwable failure, UriInfo uri) {
        LOG.error("A request failed unexpectedly", failure);
        if (Dialect.of(uri.getPath()) == Dialect.MTKRUTO) {
            return MtkrutoErrors.unexpected();
        }
        return ErrorAnswer.of("Internal server error").as(Status.INTERNAL_SERVER_ERROR);
    }

    private static String sentence(Response.StatusType status) {
        return switch (status.getStatusCode()) {
            case 405 -> "Method not allowed";
            case 413 -> "The request body is too large";
            case 415 -> "The content type must be application/json";
            default -> status.getReasonPhrase().substring(0, 1)
                    + status.getReasonPhrase().substring(1).toLowerCase(Locale.ROOT);
        };
    }
}
