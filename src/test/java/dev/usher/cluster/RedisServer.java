package dev.usher.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import dev.usher.LocalServer;

import static org.awaitility.Awaitility.await;

/**
 * A real redis-server on 127.0.0.1, with an append-only file, that a test can ask, kill, stop for a while and start
 * again with what it had written. One made by {@link #withClock()} has a clock that can be moved forward. Its files
 * are in target/redis, and go when it is stopped, but for its output.
 *
 * <p>As a test resource of Quarkus it takes the arguments {@value #PASSWORD}, {@value #APPENDFSYNC} and
 * {@value #CLOCK} (true or false).
 */
public final class RedisServer extends LocalServer {

    public static final String PASSWORD = "password";
    public static final String APPENDFSYNC = "appendfsync";
    public static final String CLOCK = "clock";

    private static final Path SHIM_SOURCE = Path.of("src", "test", "redis", "clock.c").toAbsolutePath();

    private static final int FIRST_PORT = 12_000;
    private static final int LAST_PORT = 20_000;

    private String password;
    private String appendfsync = "always";
    private boolean movableClock;
    private boolean cluster;
    private int port;

    public RedisServer() {
        super("redis");
    }

    /** A server whose clock {@link #advance} moves. Without it, the server has the time of the machine. */
    public static RedisServer withClock() {
        RedisServer server = new RedisServer();
        server.movableClock = true;
        return server;
    }

    /** A server that is a whole Redis Cluster, and refuses what would need two slots. */
    public static RedisServer asCluster() {
        RedisServer server = new RedisServer();
        server.cluster = true;
        return server;
    }

    /** Before the start: the password that clients have to give. Without it, they need none. */
    public RedisServer withPassword(String required) {
        password = required;
        return this;
    }

    /** Before the start: when what was written goes to the disk: always (the default), everysec, or no. */
    public RedisServer withAppendfsync(String policy) {
        appendfsync = policy;
        return this;
    }

    @Override
    public void init(Map<String, String> arguments) {
        password = arguments.get(PASSWORD);
        appendfsync = arguments.getOrDefault(APPENDFSYNC, appendfsync);
        movableClock = Boolean.parseBoolean(arguments.get(CLOCK));
    }

    /** Starts it, empty. Returns the settings of an Usher that uses it, but for the password. */
    @Override
    public synchronized Map<String, String> start() {
        port = freePort();
        delete(data());
        shift(Duration.ZERO);
        launch();
        if (cluster) {
            cli("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await("the slots are served").atMost(DEADLINE)
                    .until(() -> cli("CLUSTER", "INFO").contains("cluster_state:ok"));
        }
        return Map.of("usher.store", "redis", "usher.store.redis.url", url());
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(this, new TestInjector.MatchesType(RedisServer.class));
    }

    /** Kills it and deletes what it has written. */
    @Override
    public synchronized void stop() {
        if (isStarted()) {
            kill();
            delete(data());
        }
    }

    /** The URL, without the password. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public int port() {
        return port;
    }

    /** Null if clients need none. */
    public String password() {
        return password;
    }

    /** What redis-cli prints for a command, without the line break at its end. Fails if the server refuses it. */
    public String cli(String... command) {
        List<String> line = new ArrayList<>(List.of("redis-cli", "-e", "-p", Integer.toString(port)));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line);
        if (password != null) {
            builder.environment().put("REDISCLI_AUTH", password);
        }
        return run(builder);
    }

    /** Forgets all that is in the server. */
    public void clear() {
        cli("FLUSHALL");
    }

    /** The time of the server. */
    public Instant now() {
        String[] secondsAndMicros = cli("TIME").split("\n");
        return Instant.ofEpochSecond(Long.parseLong(secondsAndMicros[0]))
                .plus(Long.parseLong(secondsAndMicros[1]), ChronoUnit.MICROS);
    }

    /** Moves the clock forward at once. The time goes on from there, also after a {@link #restart()}. */
    public synchronized void advance(Duration by) {
        if (!movableClock) {
            throw new IllegalStateException("The server has no clock that can be moved");
        }
        shift(shift().plus(by));
    }

    private Duration shift() {
        try {
            return Duration.ofMillis(
                    ByteBuffer.wrap(Files.readAllBytes(clock())).order(ByteOrder.nativeOrder()).getLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void shift(Duration by) {
        try {
            Files.createDirectories(data());
            try (FileChannel file = FileChannel.open(clock(),
                    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                file.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES)
                        .order(ByteOrder.nativeOrder()).putLong(0, by.toMillis());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server had written is still there. */
    @Override
    protected void launch() {
        requireInstalled("redis-server", "redis-server");
        requireInstalled("redis-cli", "redis-tools");
        ProcessBuilder builder = new ProcessBuilder(command());
        if (movableClock) {
            builder.environment().putAll(Map.of(
                    "LD_PRELOAD", compiled(SHIM_SOURCE).toString(),
                    "USHER_TEST_CLOCK", clock().toString()));
        }
        launch(builder, this::answers);
    }

    private List<String> command() {
        Map<String, String> options = new HashMap<>(Map.of(
                "--bind", "127.0.0.1",
                "--port", Integer.toString(port),
                "--dir", data().toString(),
                "--save", "",
                "--appendonly", "yes",
                "--appendfsync", appendfsync));
        if (password != null) {
            options.put("--requirepass", password);
        }
        if (cluster) {
            options.putAll(Map.of("--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"));
        }
        List<String> command = new ArrayList<>(List.of("redis-server"));
        options.forEach((name, value) -> command.addAll(List.of(name, value)));
        return command;
    }

    private boolean answers() {
        try {
            return "PONG".equals(cli("PING"));
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private Path data() {
        return folder().resolve("redis-" + port);
    }

    private Path clock() {
        return data().resolve("clock");
    }

    /** One that the system does not give away by itself while the server is down. */
    private static int freePort() {
        return ThreadLocalRandom.current().ints(FIRST_PORT, LAST_PORT).limit(1000)
                .filter(RedisServer::isFree).findFirst().orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
