package dev.usher.provider;

/** A provider cannot do what it was asked for. */
public final class ProviderException extends RuntimeException {

    /** Why there is no conference. */
    public enum Reason {
        /** None is configured, or several are and none is chosen. */
        NO_ACTIVE_PROVIDER("No conference provider is active"),
        NOT_CONFIGURED("The conference provider is not fully configured"),
        /** It did not answer in time, or not as it should. */
        FAILED("The conference provider failed");

        private final String message;

        Reason(String message) {
            this.message = message;
        }
    }

    private final Reason reason;

    public ProviderException(Reason reason) {
        this(reason, null);
    }

    public ProviderException(Reason reason, Throwable cause) {
        super(reason.message, cause, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
