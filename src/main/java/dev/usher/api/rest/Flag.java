package dev.usher.api.rest;

import com.fasterxml.jackson.databind.JsonNode;

/** Booleans that may come as text. */
public final class Flag {

    private Flag() {
    }

    public static boolean isText(JsonNode value) {
        return value.isTextual() && (value.textValue().equals("true") || value.textValue().equals("false"));
    }

    /** The property's boolean; null if it is absent or null. */
    public static Boolean in(JsonNode object, String name) {
        JsonNode value = object.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isTextual() ? Boolean.valueOf(value.textValue()) : Boolean.valueOf(value.booleanValue());
    }
}
