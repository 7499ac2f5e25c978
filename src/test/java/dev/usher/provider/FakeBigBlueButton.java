package dev.usher.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Stands in for a BigBlueButton server, which cannot be had here: it checks the checksum of every call as a real one
 * does, over the query as it came, and answers what the test wants.
 */
public class FakeBigBlueButton implements QuarkusTestResourceLifecycleManager {

    static final String SECRET = "s3cr3t with spaces & more";

    /** How it answers. */
    enum Mood {
        GOOD, REFUSING, BROKEN, SILENT
    }

    /** A call whose checksum was right. */
    record Received(String method, Map<String, String> parameters) {
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    volatile Mood mood = Mood.GOOD;
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
        server.createContext("/bigbluebutton/api/", this::answer);
        server.start();
        return Map.of("usher.providers.bbb.url",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/bigbluebutton",
                "usher.providers.bbb.secret", SECRET);
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(this, new TestInjector.MatchesType(FakeBigBlueButton.class));
    }

    @Override
    public void stop() {
        stopped.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestURI().getPath().substring("/bigbluebutton/api/".length());
        String query = exchange.getRequestURI().getRawQuery();
        boolean signed = isSigned(method, query);
        if (signed) {
            received.add(new Received(method, parameters(query)));
        }
        if (mood == Mood.SILENT) {
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] body = (signed && mood == Mood.GOOD
                ? "<response><returncode>SUCCESS</returncode></response>"
                : "<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml;charset=utf-8");
        exchange.sendResponseHeaders(mood == Mood.BROKEN ? 500 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    static boolean isSigned(String method, String query) {
        int end = query.lastIndexOf("&checksum=");
        return query.substring(end + "&checksum=".length()).equals(sha1(method + query.substring(0, end) + SECRET));
    }

    static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&")).map(parameter -> parameter.split("=", 2)).collect(
                Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
