package dev.usher.api.mtkruto;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

import dev.usher.api.error.BodyLimit;
import dev.usher.api.error.InputException;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;

/** Reads {@link Arguments}. A wrong content type is the caller's mistake like any other. */
@Provider
@Consumes(MediaType.WILDCARD)
public class ArgumentsReader implements MessageBodyReader<Arguments> {

    private final ObjectReader json;
    private final BodyLimit bodyLimit;

    @Inject
    public ArgumentsReader(ObjectMapper mapper, BodyLimit bodyLimit) {
        this.bodyLimit = bodyLimit;
        json = mapper.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Arguments.class;
    }

    @Override
    public Arguments readFrom(Class<Arguments> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream body) throws IOException {
        byte[] bytes = bodyLimit.read(body);
        if (!MediaType.APPLICATION_JSON_TYPE.isCompatible(mediaType)) {
            throw new InputException("The content type must be application/json");
        }
        return Arguments.ofBody(bytes, json);
    }

    Arguments ofQuery(UriInfo uri) {
        return Arguments.ofQuery(uri.getRequestUri().getRawQuery(), json);
    }
}
