package dev.usher.api.mtkruto;

/** The caller's mistake, as MTKruto's InputError. */
public final class InputException extends RuntimeException {

    InputException(String message) {
        super(message, null, false, false);
    }
}
