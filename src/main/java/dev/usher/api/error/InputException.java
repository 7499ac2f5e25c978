package dev.usher.api.error;

/** The caller's mistake, as MTKruto's InputError. */
public final class InputException extends RuntimeException {

    public InputException(String message) {
        super(message, null, false, false);
    }
}
