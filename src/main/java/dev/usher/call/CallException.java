package dev.usher.call;

/** A registry's refusal. It carries no stack trace: a refusal is an answer, not a fault. */
public final class CallException extends RuntimeException {

    /** Why a registry refuses. */
    public enum Reason {
        CALL_NOT_FOUND("There is no such call"),
        CALL_OVER("The call is over"),
        CALL_FULL("The call has reached its maximal number of participants"),
        TOO_MANY_CALLS("The maximal number of calls is reached"),
        /** It is a video chat that has not begun. */
        CALL_SCHEDULED("The call has not begun yet"),
        NOT_SCHEDULED("The call has begun already"),
        NOT_A_CONFERENCE("The call is a video chat"),
        /** Somebody else in the call is seen as the same chat. */
        IDENTITY_TAKEN("Somebody else is in the call on behalf of that chat"),
        /** Somebody else in the call sends with the same SSRC. */
        SOURCE_TAKEN("Somebody else in the call has the same SSRC"),
        MAY_NOT_SPEAK("The participant may not speak"),
        NOT_A_PARTICIPANT("The caller is not in the call"),
        NOT_DIRECT("Only direct calls can be cancelled"),
        NOT_CALLING("The call has been answered already");

        private final String message;

        Reason(String message) {
            this.message = message;
        }
    }

    private final Reason reason;

    public CallException(Reason reason) {
        super(reason.message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
