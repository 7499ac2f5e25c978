package dev.usher.api.rest;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The name that a guest gives: 1 to {@value #MAX_LENGTH} characters without the blanks around them, at least one that
 * shows, and no control character, be it one that ends lines or one that turns the direction of the text around it.
 */
public final class GuestName {

    public static final int MAX_LENGTH = 64;

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Z}\\p{Cf}]*");
    private static final Pattern CONTROL = Pattern.compile(
            "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");

    private GuestName() {
    }

    public static JsonSchema schema() {
        return value -> value.isTextual() ? violation(trimmed(value)) : "must be string";
    }

    private static String violation(String name) {
        return INVISIBLE.matcher(name).matches() ? "must NOT have fewer than 1 characters"
                : name.codePointCount(0, name.length()) > MAX_LENGTH
                        ? "must NOT have more than %d characters".formatted(MAX_LENGTH)
                        : CONTROL.matcher(name).find() ? "must NOT have control characters" : null;
    }

    private static String trimmed(JsonNode value) {
        String text = value.textValue();
        int begin = 0;
        int end = text.length();
        while (begin < end && isBlank(text.charAt(begin))) {
            begin++;
        }
        while (begin < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    /** The property's name, trimmed; null if it is absent or null. */
    public static String in(JsonNode object, String property) {
        return object.hasNonNull(property) ? trimmed(object.get(property)) : null;
    }
}
