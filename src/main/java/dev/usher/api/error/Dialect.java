package dev.usher.api.error;

/** In which shape errors are told; it depends on the path. */
public enum Dialect {
    /** An object with {@code success} and {@code error}. */
    REST,
    /** A string, with the kind of error in a header. */
    MTKRUTO;

    private static final String MTKRUTO_PATH = "/mtkruto/";

    public static Dialect of(String path) {
        return path.startsWith(MTKRUTO_PATH) ? MTKRUTO : REST;
    }
}
