package dev.usher.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process that ships, on a port of loopback: the native executable where it was built, else the jar. It can be
 * killed and started again at the same address. Only failsafe says what was built.
 */
public final class UsherProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int PROBE_MILLIS = 5000;
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final int port;
    private final List<String> command;
    private final Path log;
    private Process process;

    /** One that is not started yet. */
    public UsherProcess(Map<String, String> settings, int port) {
        this.port = port;
        Map<String, String> all = new TreeMap<>(settings);
        all.put("quarkus.http.host", "127.0.0.1");
        all.put("quarkus.http.port", String.valueOf(port));
        this.command = command(all.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue()).toList());
        this.log = output();
    }

    /** The command that starts Usher with those options and arguments. */
    public static List<String> command(List<String> options, String... arguments) {
        boolean isNative = System.getProperty("usher.packaging").equals("native");
        Stream<String> program = isNative ? Stream.of(System.getProperty("native.image.path"))
                : Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream<String> jar = isNative ? Stream.of() : Stream.of("-jar", JAR.toString());
        return Stream.of(program, options.stream(), jar, Stream.of(arguments)).flatMap(part -> part).toList();
    }

    /** A new file for what a process prints. */
    public static Path output() {
        try {
            return Files.createTempFile(Path.of("target"), "process", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and returns at once. */
    public UsherProcess start() {
        try {
            process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it takes requests. */
    public UsherProcess awaitReady() {
        Awaitility.await("Usher on port " + port + " is ready").atMost(START)
                .pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50)).until(() -> {
                    assertThat(process.isAlive()).as(log()).isTrue();
                    return isReady();
                });
        return this;
    }

    public boolean isReady() {
        return health("ready") == 200;
    }

    /** The status of a health check; 0 where nothing answers. */
    public int health(String check) {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) URI.create(url() + "/q/health/" + check).toURL().openConnection();
            connection.setConnectTimeout(PROBE_MILLIS);
            connection.setReadTimeout(PROBE_MILLIS);
            return connection.getResponseCode();
        } catch (IOException notThere) {
            return 0;
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    /** Ends it at once, as SIGKILL does. */
    public void kill() {
        process.destroyForcibly();
        assertThat(ended()).as("Usher on port %d ends on SIGKILL", port).isTrue();
    }

    /** Asks it to end, as SIGTERM does, and returns at once. */
    public void terminate() {
        process.destroy();
    }

    /** Waits until it has ended, and returns its exit code. */
    public int awaitEnd() {
        assertThat(ended()).as("Usher on port %d ends: %s", port, log()).isTrue();
        return process.exitValue();
    }

    private boolean ended() {
        try {
            return process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How much memory it occupies. */
    public long residentBytes() {
        try (Stream<String> status = Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** All that it has printed, also before it was killed. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it if it runs. */
    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    @Override
    public String toString() {
        return url();
    }
}
