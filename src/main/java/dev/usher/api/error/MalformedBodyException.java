package dev.usher.api.error;

/** The body is not JSON. */
public final class MalformedBodyException extends RuntimeException {

    public MalformedBodyException() {
        super("The request body is not valid JSON", null, false, false);
    }
}
