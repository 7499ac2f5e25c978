package dev.usher.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A fake: stands in for an OpenID Connect provider such as Keycloak, which cannot be had here. It says where its keys
 * are and what they are, as a real one does, counts how often it is asked, and makes the tokens that the test wants.
 */
public class FakeOidcProvider implements QuarkusTestResourceLifecycleManager {

    static final String AUDIENCE = "usher";
    /** What every token is like: a header's first bytes are always the same. */
    static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.");

    static final String SYMMETRIC = "symmetric";
    static final byte[] SYMMETRIC_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final String REALM = "/realms/chat";
    private static final long SLOW_MILLIS = 300;

    /** How it answers: MISTAKEN with another issuer, GONE by closing the connection. */
    enum Mood {
        GOOD, SLOW, MISTAKEN, KEYLESS, NO_JSON, BROKEN, GONE, SILENT
    }

    volatile Mood mood = Mood.GOOD;
    /** The keys that it publishes: one of each sort, and those that a test adds. */
    final List<TokenSigner> signers = new CopyOnWriteArrayList<>(
            Stream.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
                    .map(algorithm -> TokenSigner.of("of-" + algorithm, algorithm)).toList());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        return Map.of("usher.identity.oidc.url", issuer(), "usher.identity.oidc.audience", AUDIENCE);
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + REALM;
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(this, new TestInjector.MatchesType(FakeOidcProvider.class));
    }

    @Override
    public void stop() {
        stopped.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** How often it was asked for its keys. */
    int keyRequests() {
        return (int) requests.stream().filter(path -> path.endsWith("/certs")).count();
    }

    /** How often it was asked for anything. */
    int requests() {
        return requests.size();
    }

    /** What a token of somebody new says. */
    Map<String, Object> claims(String... roles) {
        int n = number.incrementAndGet();
        return new HashMap<>(Map.of("iss", issuer(), "aud", List.of("account", AUDIENCE), "sub", "subject-" + n,
                "preferred_username", "user" + n, "name", "User No. " + n,
                "iat", Instant.now().getEpochSecond(), "exp", Instant.now().getEpochSecond() + 300,
                "realm_access", Map.of("roles", List.of(roles))));
    }

    /** The same without some of it, or otherwise. */
    Map<String, Object> claims(Map<String, ?> otherwise) {
        Map<String, Object> claims = claims();
        otherwise.forEach((name, value) -> {
            if (value == null) {
                claims.remove(name);
            } else {
                claims.put(name, value);
            }
        });
        return claims;
    }

    /** A token of somebody new. */
    String token(String... roles) {
        return signers.get(0).sign(claims(roles));
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestURI().getPath());
        Mood now = mood;
        if (now == Mood.SILENT || now == Mood.SLOW) {
            try {
                stopped.await(now == Mood.SLOW ? SLOW_MILLIS : Long.MAX_VALUE, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        switch (now) {
            case BROKEN -> send(exchange, 500, "{}");
            case NO_JSON -> send(exchange, 200, "<html>");
            case GONE -> exchange.close();
            default -> {
                switch (exchange.getRequestURI().getPath()) {
                    case REALM + "/.well-known/openid-configuration" -> send(exchange, 200, new JsonObject()
                            .put("issuer", now == Mood.MISTAKEN ? issuer() + "/" : issuer())
                            .put("jwks_uri", issuer() + "/certs").encode());
                    case REALM + "/certs" -> send(exchange, 200, new JsonObject()
                            .put("keys", now == Mood.KEYLESS ? new JsonArray() : keys()).encode());
                    default -> send(exchange, 404, "{}");
                }
            }
        }
    }

    /** There is also one of a sort that nobody knows yet, and one that would better be a secret. */
    private JsonArray keys() {
        JsonArray keys = new JsonArray().add(new JsonObject().put("kid", "new").put("kty", "LATTICE"))
                .add(new JsonObject().put("kid", SYMMETRIC).put("kty", "oct").put("alg", "HS256")
                        .put("k", TokenSigner.base64(SYMMETRIC_KEY)));
        signers.forEach(signer -> keys.add(signer.jwk()));
        return keys;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
