package dev.usher.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

import dev.usher.SecretFile;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/**
 * A server that is told what happens, with its settings checked.
 *
 * @param target where events are sent, and how
 * @param types  of events that are sent
 */
record Webhook(String name, RequestOptions target, WebhookSignature signature, Set<String> types, Duration timeout,
        Duration retryFor, int maxWaiting, int maxConcurrent) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** As configured. Mistakes stop the start with a message that names the key, and not the address or the secret. */
    static Webhook of(String name, WebhooksConfig.Settings settings, Set<String> knownTypes) {
        String secretKey = WebhooksConfig.key(name, "secret");
        String secret = SecretFile.resolve(secretKey, settings.secret(), settings.secretFile()).orElseThrow(() ->
                mistake(secretKey, "is not set, and what is sent must be signed"));
        return new Webhook(name, target(WebhooksConfig.key(name, "url"), settings.url()),
                WebhookSignature.with(secretKey, secret),
                types(WebhooksConfig.key(name, "events"), settings.events().orElse(knownTypes), knownTypes),
                settings.timeout(), settings.retryFor(), settings.maxWaiting(), settings.maxConcurrent());
    }

    private static RequestOptions target(String key, String url) {
        try {
            URI uri = URI.create(url.strip());
            if (uri.getHost() != null && SCHEMES.contains(uri.getScheme()) && uri.getRawUserInfo() == null) {
                return new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(uri.toString());
            }
        } catch (IllegalArgumentException notAnUri) {
            // said below
        }
        throw mistake(key, "is not an http or https address (without a user in it)");
    }

    private static Set<String> types(String key, Set<String> wanted, Set<String> known) {
        if (!known.containsAll(wanted)) {
            throw mistake(key, "has others than " + new TreeSet<>(known));
        }
        return Set.copyOf(wanted);
    }

    private static ConfigurationException mistake(String key, String what) {
        return new ConfigurationException(key + " " + what, Set.of(key));
    }
}
