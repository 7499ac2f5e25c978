package dev.usher.page;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

import io.vertx.core.buffer.Buffer;

/** A file of the pages, as it is answered. */
record PageFile(Buffer content, String contentType, String entityTag) {

    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html;charset=UTF-8", "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8", "svg", "image/svg+xml");

    /** Null if there is no such file. */
    static PageFile read(String name) throws IOException {
        try (InputStream file = PageFile.class.getResourceAsStream(name)) {
            if (file == null) {
                return null;
            }
            byte[] content = file.readAllBytes();
            return new PageFile(Buffer.buffer(content),
                    CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1)), entityTag(content));
        }
    }

    private static String entityTag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
