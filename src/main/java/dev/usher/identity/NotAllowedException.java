package dev.usher.identity;

/** The caller may see the call, but not do this to it. */
public final class NotAllowedException extends RuntimeException {

    public NotAllowedException() {
        super("Not allowed", null, false, false);
    }
}
