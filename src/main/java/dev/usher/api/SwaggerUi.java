package dev.usher.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Serves Swagger UI out of the application. Quarkus would copy its files to a cache folder first, and where the root
 * file system is read-only there is none.
 */
@Singleton
class SwaggerUi {

    private static final int PRIORITY = 10;
    private static final String ROOT = "/q/swagger-ui";
    private static final Pattern PATH = Pattern.compile(ROOT + "(/([\\w-]+(?:\\.[\\w-]+)*)?)?");
    private static final String FOLDER =
            "META-INF/io.smallrye_smallrye-open-api-ui__jar/META-INF/resources/openapi-ui/";
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "html", "text/html;charset=UTF-8", "js", "text/javascript;charset=UTF-8", "css", "text/css;charset=UTF-8",
            "png", "image/png", "ico", "image/x-icon");

    void register(@Observes Filters filters) {
        filters.register(this::serve, PRIORITY);
    }

    private void serve(RoutingContext request) {
        if (!request.request().path().startsWith(ROOT)) {
            request.next();
            return;
        }
        Matcher path = PATH.matcher(request.request().path());
        if (!path.matches()) {
            request.next();
        } else if (path.group(1) == null) {
            request.redirect(ROOT + "/");
        } else {
            String name = path.group(2) == null ? "index.html" : path.group(2);
            request.vertx().executeBlocking(() -> read(name)).onComplete(file -> {
                if (file.succeeded() && file.result() != null) {
                    request.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPES.getOrDefault(
                                    name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"))
                            .end(file.result());
                } else {
                    request.next();
                }
            });
        }
    }

    private static Buffer read(String name) throws IOException {
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(FOLDER + name)) {
            return file == null ? null : Buffer.buffer(file.readAllBytes());
        }
    }
}
