package dev.usher.api.error;

/** The body, or a part of it, is not what its media type says. */
public final class MalformedBodyException extends RuntimeException {

    public MalformedBodyException() {
        super("The request body is not valid JSON", null, false, false);
    }
}
