package dev.usher.call;

/** A registry's refusal. It carries no stack trace: a refusal is an answer, not a fault. */
public final class CallException extends RuntimeException {

    /** Why a registry refuses. */
    public enum Reason {
        CALL_NOT_FOUND("There is no such call"),
        CALL_OVER("The call is over"),
        CALL_FULL("The call has reached its maximal number of participants"),
        TOO_MANY_CALLS("The maximal number of calls is reached"),
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
