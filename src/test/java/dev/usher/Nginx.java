package dev.usher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** The real nginx on loopback, with what it writes below {@code target}. */
public final class Nginx implements AutoCloseable {

    private static final Path EXECUTABLE = Path.of("/usr/sbin/nginx");

    private final int port;
    private final Process process;

    /**
     * Starts it.
     *
     * @param server a block {@code server} that listens at port 80, and blocks {@code upstream} that it may need
     */
    public Nginx(String server) throws IOException {
        port = Ports.free();
        assertThat(server).contains("listen 80;");
        Path prefix = Files.createTempDirectory(Path.of("target"), "nginx").toAbsolutePath();
        Path log = prefix.resolve("error.log");
        Path config = Files.writeString(prefix.resolve("nginx.conf"), """
                daemon off;
                user root root; # so that root's workers may read what root has written; of no meaning for others
                worker_processes 1;
                pid nginx.pid;
                events {
                    worker_connections 4096;
                }
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                %s
                }
                """.formatted(server.replace("listen 80;", "listen 127.0.0.1:" + port + ";")));
        process = new ProcessBuilder(EXECUTABLE.toString(), "-p", prefix.toString(), "-c", config.toString(),
                "-e", log.toString()).redirectErrorStream(true).redirectOutput(prefix.resolve("output").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return listens();
        });
    }

    /** The block {@code server} that the README shows. */
    public static String ofReadme() throws IOException {
        return Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.equals("    server {"))
                .takeWhile(line -> line.isEmpty() || line.startsWith("    "))
                .collect(Collectors.joining("\n"));
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
