package dev.usher;

import java.net.URI;
import java.util.Set;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.RequestOptions;

/**
 * Where the HTTP API of another server is.
 *
 * @param target scheme, host and port
 * @param path   what stands before every path there; does not end with a slash
 */
public record RemoteAddress(RequestOptions target, String path) {

    /** The address that is configured at a key. One that is none stops the start with a message that names the key. */
    public static RemoteAddress of(String key, String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
                boolean tls = uri.getScheme().equals("https");
                String path = uri.getRawPath();
                return new RemoteAddress(new RequestOptions().setSsl(tls).setHost(uri.getHost())
                        .setPort(uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80),
                        path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
            }
        } catch (IllegalArgumentException notAnUri) {
            // said below
        }
        throw new ConfigurationException("%s: '%s' is not an http or https address".formatted(key, url), Set.of(key));
    }

    /** The options of a request for something below that path. */
    public RequestOptions request(String place) {
        return new RequestOptions(target).setURI(path + place);
    }
}
