package dev.usher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Reads secrets that the configuration gives either as a value or as the path of a file that holds it. */
public final class SecretFile {

    private SecretFile() {
    }

    /**
     * The secret of a key: the value if there is one, else the file's text without white space around it.
     *
     * @param key the value's configuration key; the file's is the same with {@code -file} behind it
     */
    public static Optional<String> resolve(String key, Optional<String> value, Optional<Path> file) {
        return value.or(() -> file.map(path -> read(key + "-file", path)));
    }

    private static String read(String key, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "%s: cannot read %s (%s)".formatted(key, file, e.getClass().getSimpleName()), Set.of(key));
        }
    }
}
