package dev.usher.api.rest;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;

import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.usher.api.error.BodyLimit;
import dev.usher.api.error.MalformedBodyException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * Reads request bodies by their {@link RequestType}. It is to be registered for every media type, so that a wrong one
 * is refused after authentication and limits, like any other mistake.
 */
public abstract class RequestReader implements ServerMessageBodyReader<Record> {

    private final Map<Class<?>, RequestType<?>> types;
    private final ObjectReader json;
    private final BodyLimit bodyLimit;

    /** A reader of these requests. */
    protected RequestReader(Map<Class<?>, RequestType<?>> types, ObjectMapper mapper, BodyLimit bodyLimit) {
        this.types = types;
        this.bodyLimit = bodyLimit;
        json = mapper.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return types.containsKey(type);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, ResteasyReactiveResourceInfo resource,
            MediaType mediaType) {
        return types.containsKey(type);
    }

    @Override
    public Record readFrom(Class<Record> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream body) throws IOException {
        return read(type, mediaType, body);
    }

    @Override
    public Record readFrom(Class<Record> type, Type genericType, MediaType mediaType, ServerRequestContext request)
            throws IOException {
        return read(type, mediaType, request.getInputStream());
    }

    private Record read(Class<Record> type, MediaType mediaType, InputStream body) throws IOException {
        byte[] bytes = bytes(type, body, bodyLimit);
        if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(mediaType)) {
            throw new NotSupportedException();
        }
        return (Record) types.get(type).read(parse(bytes));
    }

    /** The body's bytes, as many as the limit allows for requests of that type. */
    protected byte[] bytes(Class<?> type, InputStream body, BodyLimit limit) throws IOException {
        return limit.read(body);
    }

    /** The body's JSON; an empty body is an object without properties, as clients send it that have nothing to say. */
    private JsonNode parse(byte[] body) throws IOException {
        if (body.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return json.readValue(body);
        } catch (JacksonException malformed) {
            throw new MalformedBodyException();
        }
    }
}
