package dev.usher.api.mtkruto;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.usher.api.error.InputException;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The positional arguments of a method. Those that are not given are null. */
record Arguments(List<JsonNode> values) {

    /** Of a body, which must be a JSON array. */
    static Arguments ofBody(byte[] body, ObjectReader json) throws IOException {
        try {
            JsonNode array = json.readValue(body);
            if (array != null && array.isArray()) {
                List<JsonNode> values = new ArrayList<>();
                array.forEach(values::add);
                return new Arguments(values);
            }
        } catch (JacksonException malformed) {
            throw new InputException("The request body is not valid JSON");
        }
        throw new InputException("The request body must be an array of arguments");
    }

    /**
     * Of a query: each key without a value is an argument in JSON, and all keys with values, which are JSON, together
     * are an object, the last argument.
     */
    static Arguments ofQuery(String query, ObjectReader json) {
        List<JsonNode> values = new ArrayList<>();
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        for (String parameter : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = parameter.indexOf('=');
            String key = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
            if (value.isEmpty()) {
                values.add(parse(key, json));
            } else if (options.has(key)) {
                throw new InputException("The parameter " + key + " is given twice");
            } else {
                options.set(key, parse(value, json));
            }
        }
        if (!options.isEmpty()) {
            values.add(options);
        }
        return new Arguments(values);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new InputException("The query is not well encoded");
        }
    }

    private static JsonNode parse(String text, ObjectReader json) {
        try {
            JsonNode value = json.readValue(text);
            if (value != null && !value.isMissingNode()) {
                return value;
            }
        } catch (JacksonException malformed) {
            // said below
        }
        throw new InputException("The query is not valid JSON");
    }

    private JsonNode value(int index) {
        return index < values.size() ? values.get(index) : MissingNode.getInstance();
    }

    String text(int index, String name) {
        if (!value(index).isTextual()) {
            throw new InputException(name + " must be a string");
        }
        return value(index).textValue();
    }

    /** An id, which may be a number. */
    String id(int index, String name) {
        JsonNode value = value(index);
        if (!value.isTextual() && !value.isIntegralNumber() || value.asText().isEmpty()) {
            throw new InputException(name + " must be an ID");
        }
        return value.asText();
    }

    /** A time: seconds since 1970, or MTKruto's form of dates. */
    Instant time(int index, String name) {
        JsonNode value = value(index);
        try {
            if (value.isIntegralNumber() && value.canConvertToLong()) {
                return Instant.ofEpochSecond(value.longValue());
            }
            if (value.path("_").asText().equals("date")) {
                return Instant.parse(value.path("value").asText());
            }
        } catch (DateTimeException notATime) {
            // said below
        }
        throw new InputException(name + " must be a time");
    }

    /** The options, empty if none are given. */
    JsonNode options(int index) {
        JsonNode value = value(index);
        if (value.isMissingNode() || value.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!value.isObject()) {
            throw new InputException("The options must be an object");
        }
        return value;
    }
}
