package dev.usher.identity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

import dev.usher.RemoteAddress;
import dev.usher.identity.IdentityAwayException.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;

/**
 * Asks an OpenID Connect provider for the keys with which it signs: a timeout over all, and one retry of what failed
 * fast. What it cannot answer is an {@link IdentityAwayException}.
 */
final class OidcHttp {

    private static final Logger LOG = Logger.getLogger(OidcHttp.class);

    private static final int OK = 200;
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final HttpClient client;
    private final RemoteAddress address;
    private final String issuer;
    private final Duration timeout;
    private final IdentityAwayException away;
    private final Counter failures;

    /** @param retryAfter when it makes sense to ask again after a failure */
    OidcHttp(Vertx vertx, String issuer, Duration timeout, Duration retryAfter, MeterRegistry meters) {
        this.address = RemoteAddress.of(OidcConfig.URL_KEY, issuer);
        this.issuer = issuer;
        this.timeout = timeout;
        this.away = new IdentityAwayException(Source.IDENTITY_PROVIDER, retryAfter);
        this.failures = meters.counter("usher.identity.failures");
        this.client = vertx.getDelegate().createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) Math.min(timeout.toMillis(), Integer.MAX_VALUE)));
        client.connectionHandler(connection -> connection.exceptionHandler(failure ->
                LOG.debugf("A connection to the identity provider broke: %s", failure)));
    }

    /** The keys that the provider has now. */
    Uni<List<JsonWebKey>> keys() {
        return Uni.createFrom().deferred(() -> get(address.request(DISCOVERY)))
                .map(document -> keysAddress(json(document)))
                .flatMap(this::get)
                .map(OidcHttp::keys)
                .onFailure(failure -> !(failure instanceof TimeoutException)).retry().atMost(1)
                .ifNoItem().after(timeout).fail()
                .onFailure().transform(this::away);
    }

    private IdentityAwayException away(Throwable failure) {
        failures.increment();
        LOG.warnf("The identity provider does not answer as it should: %s", failure);
        return away;
    }

    private Uni<Buffer> get(RequestOptions options) {
        options.setTimeout(timeout.toMillis()).putHeader(HttpHeaders.ACCEPT, "application/json");
        return Uni.createFrom().completionStage(() -> client.request(options)
                .compose(request -> request.send())
                .compose(OidcHttp::body)
                .toCompletionStage());
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        return response.body().map(body -> {
            if (response.statusCode() != OK) {
                throw new IllegalStateException("status " + response.statusCode());
            }
            return body;
        });
    }

    private static JsonObject json(Buffer body) {
        try {
            return body.toJsonObject();
        } catch (DecodeException | ClassCastException notAnObject) {
            throw new IllegalStateException("its configuration is no JSON object");
        }
    }

    /** An issuer of https has its keys there too: whoever could change them on their way could be anybody. */
    private RequestOptions keysAddress(JsonObject configuration) {
        if (!issuer.equals(configuration.getValue("issuer"))) {
            throw new IllegalStateException("its issuer is '%s', and %s is '%s'".formatted(
                    configuration.getValue("issuer"), OidcConfig.URL_KEY, issuer));
        }
        String url = String.valueOf(configuration.getValue("jwks_uri"));
        if (!url.startsWith("https://") && (address.target().isSsl() || !url.startsWith("http://"))) {
            throw new IllegalStateException("its jwks_uri is '%s'".formatted(url));
        }
        return new RequestOptions().setAbsoluteURI(url);
    }

    private static List<JsonWebKey> keys(Buffer body) {
        try {
            List<JsonWebKey> keys = new JsonWebKeySet(body.toString()).getJsonWebKeys();
            if (!keys.isEmpty()) {
                return List.copyOf(keys);
            }
        } catch (JoseException notASet) {
            // said below
        }
        throw new IllegalStateException("it has no keys");
    }
}
