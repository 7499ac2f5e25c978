package dev.usher.media;

/** The media server cannot do what it was asked for. The message is for the operator and may be shown to clients. */
public final class MediaException extends RuntimeException {

    public MediaException(String message) {
        this(message, null);
    }

    public MediaException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
