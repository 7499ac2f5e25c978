package dev.usher.api;

import java.util.regex.Pattern;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The path for the access log, <code>%{d,path}</code>: without the client ids of MTKruto's protocol, in which tokens
 * are.
 */
@Singleton
class LoggedPath {

    private static final String PATH = "path";
    private static final int BEFORE_OTHERS = 2000;
    private static final Pattern CLIENT_ID = Pattern.compile("^(/+mtkruto/+(?:user|bot)?)[^/]*");

    @Inject
    @ConfigProperty(name = "quarkus.http.access-log.enabled", defaultValue = "false")
    boolean isLogged;

    void register(@Observes Filters filters) {
        if (isLogged) {
            filters.register(LoggedPath::note, BEFORE_OTHERS);
        }
    }

    private static void note(RoutingContext request) {
        String path = request.request().path();
        request.put(PATH, path == null ? "" : CLIENT_ID.matcher(path).replaceFirst("$1***"));
        request.next();
    }
}
