package dev.usher.api.error;

/** In which shape errors are told; it depends on the path. */
public enum Dialect {
    /** An object with {@code success} and {@code error}. */
    REST,
    /** The same, with the names of Telegram's errors. */
    VIDEO_CHAT,
    /** A string, with the kind of error in a header. */
    MTKRUTO;

    private static final String MTKRUTO_PATH = "/mtkruto/";
    private static final String VIDEO_CHAT_PATH = "/api/v1/video-chat.";

    public static Dialect of(String path) {
        return path.startsWith(MTKRUTO_PATH) ? MTKRUTO : path.startsWith(VIDEO_CHAT_PATH) ? VIDEO_CHAT : REST;
    }
}
