package dev.usher.api.rest;

import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

/** Numbers that come as text in queries. */
public final class Numbers {

    private static final Pattern NUMBER = Pattern.compile(
            "|[+-]?(\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18})([eE][+-]?\\d{1,3})?");

    private Numbers() {
    }

    /** Whether the text is a number, or empty for none given. */
    public static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** The property as a whole number from 0 on, or the default if it is not given. */
    public static int atLeastZero(JsonNode object, String name, int unlessGiven) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull() || value.textValue().isEmpty()) {
            return unlessGiven;
        }
        return (int) Math.max(0, Double.parseDouble(value.textValue()));
    }
}
