package dev.usher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks the Usher that serves on this machine for a health check, for containers whose images have no other program
 * that could. It starts nothing else, so it takes milliseconds.
 */
final class HealthCommand {

    private static final int TIMEOUT_MILLIS = 2000;
    private static final String DEFAULT_PORT = "8080";

    private HealthCommand() {
    }

    /** The process's exit code: 0 if the check is up, 1 if it is down or there is no answer. */
    static int run(String check) {
        try {
            String status = status(port(), "/q/health/" + check);
            System.out.println(status);
            return status.contains(" 200 ") ? 0 : 1;
        } catch (IOException | NumberFormatException e) {
            System.out.println("No answer: " + e.getMessage());
            return 1;
        }
    }

    private static int port() {
        return Integer.parseInt(Optional.ofNullable(System.getProperty("quarkus.http.port"))
                .or(() -> Optional.ofNullable(System.getenv("QUARKUS_HTTP_PORT")))
                .orElse(DEFAULT_PORT));
    }

    private static String status(int port, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(
                    ("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readNBytes("HTTP/1.0 200 OK".length());
            return new String(answer, StandardCharsets.US_ASCII).strip();
        }
    }
}
