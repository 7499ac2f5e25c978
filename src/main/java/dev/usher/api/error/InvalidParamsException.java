package dev.usher.api.error;

/** The request has the wrong parameters; the message says what is wrong with the first. */
public final class InvalidParamsException extends RuntimeException {

    public InvalidParamsException(String message) {
        super(message, null, false, false);
    }
}
