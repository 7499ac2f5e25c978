package dev.usher.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.usher.identity.Accounts.Account;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Stands in for a Rocket.Chat workspace, which cannot be had here: it checks the credentials of every request as a real
 * one does, counts the requests of each user, and answers what the test wants.
 */
public class FakeRocketChat implements QuarkusTestResourceLifecycleManager {

    /** How every token begins, right or wrong. */
    static final String SECRET = "rc-secret-";

    private static final String NOBODY = "{\"status\":\"error\",\"message\":\"You must be logged in to do this.\"}";
    private static final long SLOW_MILLIS = 300;

    static {
        // else the server's head waits for the client to acknowledge, 40 ms each time
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** How it answers: MISTAKEN about who asks, BUSY as its own limiter says it, GONE by closing the connection. */
    enum Mood {
        GOOD, SLOW, REFUSING, MISTAKEN, BUSY, BROKEN, GONE, SILENT
    }

    /** A request: who was said to make it, and what. */
    record Received(String userId, String method, String path) {
    }

    private record User(String token, String username, String name, Set<String> roles, Set<String> rooms) {
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    volatile Mood mood = Mood.GOOD;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, User> users = new ConcurrentHashMap<>();
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
        return Map.of("usher.identity.source", "rocketchat",
                "usher.identity.rocketchat.url", "http://127.0.0.1:" + port() + "/");
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(this, new TestInjector.MatchesType(FakeRocketChat.class));
    }

    @Override
    public void stop() {
        stopped.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** Someone new who may enter those rooms, and no other but the direct ones. */
    public Account user(Set<String> roles, String... rooms) {
        int n = number.incrementAndGet();
        String id = "rcUser%011d".formatted(n);
        users.put(id, new User(SECRET + n, "user" + n, "User No. " + n, roles, Set.of(rooms)));
        return new Account(id, SECRET + n);
    }

    public Account user(String... rooms) {
        return user(Set.of("user"), rooms);
    }

    /** Makes a user's token worthless. */
    void revoke(Account user) {
        users.remove(user.userId());
    }

    /** How many requests a user has made that begin so. */
    long requests(Account user, String path) {
        return received.stream().filter(one -> user.userId().equals(one.userId))
                .filter(one -> one.path.startsWith("/api/v1/" + path)).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String userId = exchange.getRequestHeaders().getFirst("X-User-Id");
        String token = exchange.getRequestHeaders().getFirst("X-Auth-Token");
        received.add(new Received(userId, exchange.getRequestMethod(), exchange.getRequestURI().toString()));
        Mood now = mood;
        if (now == Mood.SILENT || now == Mood.SLOW) {
            try {
                stopped.await(now == Mood.SLOW ? SLOW_MILLIS : Long.MAX_VALUE, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        User user = userId == null ? null : users.get(userId);
        switch (now) {
            case BROKEN -> send(exchange, 500, "Internal Server Error");
            case GONE -> exchange.close();
            case BUSY -> send(exchange, 429, "{\"success\":false,\"error\":\"Error, too many requests.\"}");
            default -> {
                if (now == Mood.REFUSING || user == null || !user.token.equals(token)) {
                    send(exchange, 401, NOBODY);
                } else {
                    answer(exchange, now == Mood.MISTAKEN ? "somebodyElse" : userId, user);
                }
            }
        }
    }

    private void answer(HttpExchange exchange, String userId, User user) throws IOException {
        switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
            case "GET /api/v1/me" -> send(exchange, 200, """
                    {"_id":"%s","username":"%s","name":"%s","roles":["%s"],"active":true,"success":true}"""
                    .formatted(userId, user.username, user.name, String.join("\",\"", user.roles)));
            case "GET /api/v1/rooms.info" -> {
                String room = query(exchange).getOrDefault("roomId", "");
                boolean may = user.rooms.contains(room) || room.startsWith(userId) || room.endsWith(userId);
                send(exchange, may ? 200 : 400, may
                        ? "{\"room\":{\"_id\":\"" + room + "\",\"t\":\"p\"},\"success\":true}"
                        : "{\"success\":false,\"error\":\"not-allowed\",\"errorType\":\"Not Allowed\"}");
            }
            case "POST /api/v1/logout" -> {
                users.remove(userId);
                send(exchange, 200, "{\"status\":\"success\"}");
            }
            default -> send(exchange, 200, "{\"workspace\":true}");
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        for (String one : exchange.getRequestURI().getRawQuery().split("&")) {
            String[] pair = one.split("=", 2);
            query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
