package dev.usher.api.error;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

import dev.usher.call.CallException;

/** How the registry's refusals are said. */
public final class CallErrors {

    private CallErrors() {
    }

    /** Endpoints that Rocket.Chat has published do not tell an unknown call from a wrong parameter. */
    public static RestResponse<ErrorAnswer> published(CallException failure) {
        return switch (failure.reason()) {
            case CALL_NOT_FOUND -> ErrorAnswer.of("invalid-params").as(Status.BAD_REQUEST);
            case CALL_OVER -> ErrorAnswer.of("call-ended").as(Status.BAD_REQUEST);
            case CALL_FULL -> ErrorAnswer.of("call-full").as(Status.BAD_REQUEST);
            case NOT_A_PARTICIPANT -> ErrorAnswer.of("not-a-participant").as(Status.BAD_REQUEST);
            case MAY_NOT_SPEAK -> ErrorAnswer.of("not-allowed-to-speak").as(Status.FORBIDDEN);
            case NOT_DIRECT, NOT_A_CONFERENCE, CALL_SCHEDULED, NOT_SCHEDULED, IDENTITY_TAKEN, SOURCE_TAKEN ->
                ErrorAnswer.of("invalid-call").as(Status.BAD_REQUEST);
            case NOT_CALLING -> ErrorAnswer.of("invalid-call-status").as(Status.BAD_REQUEST);
            case TOO_MANY_CALLS -> ErrorAnswer.of("too-many-calls").as(Status.SERVICE_UNAVAILABLE);
        };
    }

    /** Endpoints of the next version say that there is no such call. */
    public static RestResponse<ErrorAnswer> nextVersion(CallException failure) {
        return failure.reason() == CallException.Reason.CALL_NOT_FOUND
                ? ErrorAnswer.of("Resource not found").as(Status.NOT_FOUND)
                : published(failure);
    }
}
