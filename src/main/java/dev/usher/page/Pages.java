package dev.usher.page;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Serves the pages and what they load out of the application: {@code /}, {@code /c/…} and {@code /assets/…}. Files are
 * read when they are first asked for, and kept. All else is for others to answer.
 */
@Singleton
class Pages {

    private static final int PRIORITY = 10;
    private static final Pattern CALL = Pattern.compile("/c/[^/]+");
    private static final Pattern ASSET = Pattern.compile("/assets/((?:lit-html/)?[\\w-]+\\.(?:js|css|svg))");
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                    + "img-src 'self' data:; media-src 'self' blob:; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Permissions-Policy", "camera=(self), microphone=(self), display-capture=(), geolocation=()",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-cache");

    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

    void register(@Observes Filters filters) {
        filters.register(this::serve, PRIORITY);
    }

    private void serve(RoutingContext request) {
        HttpMethod method = request.request().method();
        String name = method == HttpMethod.GET || method == HttpMethod.HEAD ? name(request.request().path()) : null;
        if (name == null) {
            request.next();
            return;
        }
        PageFile known = files.get(name);
        if (known != null) {
            answer(request, known);
            return;
        }
        request.vertx().executeBlocking(() -> PageFile.read(name)).onComplete(read -> {
            if (read.failed()) {
                request.fail(read.cause());
            } else if (read.result() == null) {
                request.next();
            } else {
                files.put(name, read.result());
                answer(request, read.result());
            }
        });
    }

    private static String name(String path) {
        if (path == null) {
            return null;
        }
        if (path.equals("/")) {
            return "operator.html";
        }
        if (CALL.matcher(path).matches()) {
            return "call.html";
        }
        Matcher asset = ASSET.matcher(path);
        return asset.matches() ? asset.group(1) : null;
    }

    private static void answer(RoutingContext request, PageFile file) {
        HttpServerResponse response = request.response();
        response.headers().addAll(HEADERS);
        response.putHeader(HttpHeaders.ETAG, file.entityTag());
        String known = request.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && known.contains(file.entityTag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.contentType());
        if (request.request().method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(file.content().length())).end();
        } else {
            response.end(file.content());
        }
    }
}
