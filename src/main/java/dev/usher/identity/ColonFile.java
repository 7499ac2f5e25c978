package dev.usher.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.quarkus.runtime.configuration.ConfigurationException;

/** A file of lines whose fields colons separate, as in htpasswd's. Empty lines and those with # are skipped. */
final class ColonFile {

    /** One line. A problem with it is reported by number, never by content. */
    record Line(String key, Path file, int number, List<String> fields) {

        /** The field at an index from 0, or empty text. */
        String field(int index) {
            return index < fields.size() ? fields.get(index).strip() : "";
        }

        /** A field of names separated by commas. */
        Set<String> names(int index) {
            return Set.copyOf(list(index));
        }

        /** The same in the order in which they are written. */
        List<String> list(int index) {
            return Stream.of(field(index).split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        }

        ConfigurationException problem(String what) {
            return new ConfigurationException(
                    "%s: line %d of %s %s".formatted(key, number, file, what), Set.of(key));
        }
    }

    private ColonFile() {
    }

    /** The lines of the file that the configuration key names. */
    static List<Line> read(String key, Path file) {
        List<String> text;
        try {
            text = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "%s: cannot read %s (%s)".formatted(key, file, e.getClass().getSimpleName()), Set.of(key));
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            if (!text.get(i).isBlank() && !text.get(i).startsWith("#")) {
                lines.add(new Line(key, file, i + 1, List.of(text.get(i).split(":", -1))));
            }
        }
        return lines;
    }
}
