package dev.usher.api;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

import dev.usher.api.rest.Authenticated;
import dev.usher.api.rest.Authenticated.Guests;
import dev.usher.api.rest.AuthenticationFilter;
import dev.usher.ratelimit.RateLimitFilter;
import dev.usher.ratelimit.RateLimited;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.Path;

/**
 * Adds to the OpenAPI document what follows from the annotations: who may call, how often, and which errors and
 * headers that brings. Runs when Usher is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiDocument implements OASFilter {

    private static final String JSON = "application/json";
    private static final String ERROR = "Error";
    private static final String USER = "user";
    private static final String TOKEN = "token";
    private static final String BEARER = "bearer";
    private static final String GUEST = "guest";
    private static final String TICKET = "ticket";
    private static final String VIDEO_CHAT = "/video-chat.";
    /** The endpoints that wait for the media server. */
    private static final Pattern MEDIA = Pattern.compile("\\.(join|subscribe|edit-participant)$");
    private static final Map<String, String> LIMIT_HEADERS = Map.of(
            RateLimitFilter.HEADER_LIMIT, "How many requests are accepted in a window",
            RateLimitFilter.HEADER_REMAINING, "How many more would be accepted now",
            RateLimitFilter.HEADER_RESET, "When the next place becomes free, in milliseconds since 1970");

    /** The resource methods by verb and path. */
    private final Map<String, MethodInfo> methods = new HashMap<>();

    public OpenApiDocument(IndexView index) {
        for (AnnotationInstance path : index.getAnnotations(Path.class)) {
            if (path.target().kind() == AnnotationTarget.Kind.CLASS) {
                String root = path.value().asString();
                path.target().asClass().methods().forEach(method -> add(root, method));
            }
        }
    }

    private void add(String root, MethodInfo method) {
        AnnotationInstance path = method.annotation(Path.class);
        for (HttpMethod verb : List.of(HttpMethod.GET, HttpMethod.POST)) {
            if (method.hasAnnotation("jakarta.ws.rs." + verb)) {
                methods.put(verb + " " + root + (path == null ? "" : "/" + path.value().asString()), method);
            }
        }
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSchema(ERROR, error())
                .addSecurityScheme(USER, header(AuthenticationFilter.USER_ID, "The user's id"))
                .addSecurityScheme(TOKEN, header(AuthenticationFilter.AUTH_TOKEN, "The token of a login"))
                .addSecurityScheme(BEARER, OASFactory.createSecurityScheme().type(SecurityScheme.Type.HTTP)
                        .scheme(BEARER).bearerFormat("JWT")
                        .description("An access token of the OpenID Connect provider, where one is configured"))
                .addSecurityScheme(TICKET, key(AuthenticationFilter.TICKET, SecurityScheme.In.QUERY,
                        "What the endpoint events-ticket gave"))
                .addSecurityScheme(GUEST, header(AuthenticationFilter.GUEST_TOKEN, "What a guest's first join gave"));
        LIMIT_HEADERS.forEach((name, what) -> document.getComponents().addHeader(name, integer(what)));
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations().forEach((verb, operation) -> {
            MethodInfo method = methods.get(verb + " " + path);
            if (method != null) {
                operation.setOperationId(verb.name().toLowerCase(Locale.ROOT) + path.replace('/', '-'));
                describe(operation, verb, path, method);
            }
        }));
    }

    private void describe(Operation operation, HttpMethod verb, String path, MethodInfo method) {
        AnnotationInstance authenticated = method.annotation(Authenticated.class);
        AnnotationInstance limit = method.annotation(RateLimited.class);
        answer(operation, "400", "What is wrong with the request, or why the call refuses it");
        if (verb == HttpMethod.POST) {
            answer(operation, "413", "The body is too large");
            answer(operation, "415", "The body is not application/json");
        }
        if (path.contains(VIDEO_CHAT)) {
            answer(operation, "403", "GROUPCALL_FORBIDDEN: the call is over or has not begun, or one may not do that");
            if (MEDIA.matcher(path).find()) {
                answer(operation, "500", "The media server failed; error says how");
            }
        }
        if (authenticated != null) {
            answer(operation, "401", "The credentials are missing, wrong or expired");
            secure(operation, authenticated.value("guests"));
            if (authenticated.value("tickets") != null) {
                operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TICKET));
            }
        }
        if (limit != null) {
            APIResponse refusal = answer(operation, "429", "Too many requests; the error says how long to wait");
            refusal.addHeader("Retry-After", integer("How many seconds to wait"));
            operation.getResponses().getAPIResponses().forEach((status, response) -> {
                if (!status.equals("401") && !status.equals("413")) {
                    LIMIT_HEADERS.keySet().forEach(name ->
                            response.addHeader(name, OASFactory.createHeader().ref(name)));
                }
            });
            String allowed = "At most %d requests in %d ms.".formatted(
                    limit.value("requests").asInt(), limit.value("millis").asLong());
            operation.setDescription(operation.getDescription() == null ? allowed
                    : operation.getDescription() + "\n\n" + allowed);
        }
        if (authenticated != null) {
            identityAway(operation);
        }
    }

    private static void identityAway(Operation operation) {
        answer(operation, "503", "The workspace or identity provider that knows the caller does not answer")
                .addHeader("Retry-After", integer("How many seconds to wait"));
    }

    private static void secure(Operation operation, AnnotationValue guests) {
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(USER).addScheme(TOKEN));
        operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(BEARER));
        if (guests != null) {
            operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(GUEST));
            if (guests.asEnum().equals(Guests.ALL.name())) {
                operation.addSecurityRequirement(OASFactory.createSecurityRequirement());
            }
        }
    }

    private static APIResponse answer(Operation operation, String status, String what) {
        Content content = OASFactory.createContent().addMediaType(JSON, OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref(ERROR)));
        APIResponse answer = OASFactory.createAPIResponse().description(what).content(content);
        operation.getResponses().addAPIResponse(status, answer);
        return answer;
    }

    private static Header integer(String what) {
        return OASFactory.createHeader().description(what).schema(schema(SchemaType.INTEGER));
    }

    private static SecurityScheme header(String name, String what) {
        return key(name, SecurityScheme.In.HEADER, what);
    }

    private static SecurityScheme key(String name, SecurityScheme.In where, String what) {
        return OASFactory.createSecurityScheme().type(SecurityScheme.Type.APIKEY).in(where).name(name)
                .description(what);
    }

    private static Schema error() {
        return schema(SchemaType.OBJECT)
                .addProperty("success", schema(SchemaType.BOOLEAN))
                .addProperty("error", schema(SchemaType.STRING))
                .addProperty("errorType", schema(SchemaType.STRING))
                .addRequired("success").addRequired("error");
    }

    private static Schema schema(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }
}
