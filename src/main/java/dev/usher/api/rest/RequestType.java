package dev.usher.api.rest;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.usher.api.error.InvalidParamsException;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * One kind of request: what its JSON must be, and how that becomes the request.
 *
 * @param create gets only values that fit the schema
 */
public record RequestType<T>(JsonSchema schema, Function<JsonNode, T> create) {

    /** The request of a body or query. Fails with {@link InvalidParamsException}. */
    public T read(JsonNode value) {
        String violation = schema.violation(value);
        if (violation != null) {
            throw new InvalidParamsException(violation);
        }
        return create.apply(value);
    }

    /** The request of a query; a name given twice is an array, and {@code name[]} the one value that is given. */
    public T read(MultivaluedMap<String, String> query) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            String name = parameter.getKey();
            List<String> values = parameter.getValue();
            if (values.size() == 1) {
                object.put(name.endsWith("[]") ? name.substring(0, name.length() - 2) : name, values.get(0));
            } else {
                ArrayNode array = object.putArray(name);
                values.forEach(array::add);
            }
        }
        return read(object);
    }
}
