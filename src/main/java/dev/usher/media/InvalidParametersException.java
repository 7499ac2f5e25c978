package dev.usher.media;

/** A client's connection parameters are not what they must be; the message says what is wrong with the first. */
public final class InvalidParametersException extends RuntimeException {

    public InvalidParametersException(String message) {
        super(message, null, false, false);
    }
}
