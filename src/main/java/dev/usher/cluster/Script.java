package dev.usher.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script that Redis keeps under its hash. Pods of different versions have scripts of different hashes, so they
 * can use one Redis at the same time.
 *
 * @param hash hexadecimal SHA-1, as EVALSHA wants it
 */
record Script(String text, String hash) {

    /** The script of that name beside this class. */
    static Script named(String name) {
        try (InputStream file = Script.class.getResourceAsStream(name + ".lua")) {
            byte[] bytes = file.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes);
            return new Script(new String(bytes, StandardCharsets.UTF_8), HexFormat.of().formatHex(hash));
        } catch (IOException | NoSuchAlgorithmException everyBuildHasThem) {
            throw new IllegalStateException(everyBuildHasThem);
        }
    }
}
