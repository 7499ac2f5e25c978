package dev.usher.api.rest;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a JSON value must be. Checks in the order and words of ajv, with which Rocket.Chat validates requests, and like
 * it reports only the first thing that is wrong.
 */
@FunctionalInterface
public interface JsonSchema {

    /** What is wrong with a value, for example "must be string"; null if nothing is. */
    String violation(JsonNode value);

    static JsonSchema string() {
        return value -> value.isTextual() ? null : "must be string";
    }

    /** A boolean, or one of the texts "true" and "false", which the documented example sends. */
    static JsonSchema flag() {
        return value -> value.isBoolean() || Flag.isText(value) ? null : "must be boolean";
    }

    /** A number, or a text that is one, as in a query. Empty text is no number given. */
    static JsonSchema numberText() {
        return value -> value.isTextual() && Numbers.isNumber(value.textValue()) ? null : "must be number";
    }

    static JsonSchema oneOf(String... texts) {
        List<String> allowed = List.of(texts);
        return value -> value.isTextual() && allowed.contains(value.textValue())
                ? null : "must be equal to one of the allowed values";
    }

    static JsonSchema integer(long min, long max) {
        return value -> !value.isIntegralNumber() || !value.canConvertToLong() ? "must be integer"
                : value.longValue() < min ? "must be >= " + min
                        : value.longValue() > max ? "must be <= " + max : null;
    }

    static JsonSchema arrayOf(JsonSchema items) {
        return value -> {
            if (!value.isArray()) {
                return "must be array";
            }
            for (JsonNode item : value) {
                String violation = items.violation(item);
                if (violation != null) {
                    return violation;
                }
            }
            return null;
        };
    }

    default JsonSchema nullable() {
        return value -> value.isNull() ? null : violation(value);
    }

    static ObjectSchema object() {
        return new ObjectSchema();
    }

    /** An object with the named properties and no others, unless it is open. */
    final class ObjectSchema implements JsonSchema {

        private final Map<String, JsonSchema> properties = new LinkedHashMap<>();
        private final Set<String> required = new LinkedHashSet<>();
        private boolean open;

        public ObjectSchema required(String name, JsonSchema schema) {
            required.add(name);
            return optional(name, schema);
        }

        public ObjectSchema optional(String name, JsonSchema schema) {
            properties.put(name, schema);
            return this;
        }

        /** Lets other properties be there too. */
        public ObjectSchema open() {
            open = true;
            return this;
        }

        @Override
        public String violation(JsonNode value) {
            if (!value.isObject()) {
                return "must be object";
            }
            for (String name : required) {
                if (!value.has(name)) {
                    return "must have required property '%s'".formatted(name);
                }
            }
            if (!open && hasOthers(value)) {
                return "must NOT have additional properties";
            }
            for (Entry<String, JsonSchema> property : properties.entrySet()) {
                JsonNode given = value.get(property.getKey());
                String violation = given == null ? null : property.getValue().violation(given);
                if (violation != null) {
                    return violation;
                }
            }
            return null;
        }

        private boolean hasOthers(JsonNode object) {
            for (Entry<String, JsonNode> given : object.properties()) {
                if (!properties.containsKey(given.getKey())) {
                    return true;
                }
            }
            return false;
        }
    }
}
