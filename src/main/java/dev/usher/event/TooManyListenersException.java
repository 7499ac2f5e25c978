package dev.usher.event;

/** As many streams are open as {@link EventsConfig#maxListeners} allows. */
public final class TooManyListenersException extends RuntimeException {

    TooManyListenersException() {
        super("Too many listeners", null, false, false);
    }
}
