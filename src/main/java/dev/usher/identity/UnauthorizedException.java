package dev.usher.identity;

/** The caller's credentials are wrong, expired or missing. It does not say which. */
public final class UnauthorizedException extends RuntimeException {

    public UnauthorizedException() {
        this("You must be logged in to do this.");
    }

    public UnauthorizedException(String message) {
        super(message, null, false, false);
    }
}
