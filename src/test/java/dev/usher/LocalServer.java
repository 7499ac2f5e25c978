package dev.usher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import static org.awaitility.Awaitility.await;

/**
 * A real server, started by a test on 127.0.0.1, that the test can kill, stop for a while and start again. Its output
 * is in a folder below {@code target}.
 */
public abstract class LocalServer implements QuarkusTestResourceLifecycleManager {

    protected static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final int LINES_SHOWN = 5;

    private final String name;
    private final Path folder;
    private Process process;

    /** A server of that name, which is the folder's too. */
    protected LocalServer(String name) {
        this.name = name;
        this.folder = Path.of("target", name).toAbsolutePath();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public abstract int port();

    /** Starts the process. Called again after a {@link #kill()}. */
    protected abstract void launch();

    protected final Path folder() {
        return folder;
    }

    /** Starts a process and waits until it is ready. */
    protected final void launch(ProcessBuilder builder, Callable<Boolean> isReady) {
        try {
            process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Process started = process;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        boolean ready = false;
        try {
            await(name + " on port " + port()).atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(POLL)
                    .until(() -> !started.isAlive() || isReady.call());
            ready = started.isAlive();
        } finally {
            if (!ready) {
                started.destroyForcibly();
            }
        }
        if (!ready) {
            throw new IllegalStateException(name + " has ended: see " + log() + tail());
        }
    }

    protected final boolean isStarted() {
        return process != null;
    }

    /** Ends the server at once. */
    public final synchronized void kill() {
        try {
            if (!process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " survives SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the server again at the same address, after killing the one that runs, and waits until it is ready. */
    public final synchronized void restart() {
        kill();
        launch();
    }

    /** Lets the server hang: it accepts connections, as the kernel does that for it, but answers nothing. */
    public final void suspend() {
        signal("STOP");
        await(name + " stands still").atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5))
                .until(() -> Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")).contains(") T "));
    }

    /** Ends {@link #suspend()}. */
    public final void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        run(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())));
    }

    /** A library of C that is preloaded into servers, compiled if that has not been done yet. */
    protected final Path compiled(Path source, String... options) {
        synchronized (LocalServer.class) {
            Path library = folder.resolve(source.getFileName().toString().replace(".c", ".so"));
            try {
                if (Files.exists(library)
                        && Files.getLastModifiedTime(library).compareTo(Files.getLastModifiedTime(source)) >= 0) {
                    return library;
                }
                requireInstalled("gcc", "gcc libc6-dev");
                Path compiled = Files.createTempFile(folder, "compiled", ".so");
                List<String> command = new ArrayList<>(List.of(
                        "gcc", "-shared", "-fPIC", "-O2", "-o", compiled.toString(), source.toString()));
                command.addAll(List.of(options));
                run(new ProcessBuilder(command));
                return Files.move(compiled, library, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    protected static void requireInstalled(String program, String packages) {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
        if (!found) {
            throw new IllegalStateException(
                    program + " is not installed: apt-get install --no-install-recommends " + packages);
        }
    }

    /** What a command prints, without the line break at its end. Fails if the command does. */
    protected static String run(ProcessBuilder command) {
        try {
            Process running = command.redirectErrorStream(true).start();
            String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
            if (running.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command.command()) + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    protected static void delete(Path what) {
        if (!Files.exists(what)) {
            return;
        }
        try (Stream<Path> files = Files.walk(what)) {
            files.sorted((one, other) -> other.compareTo(one)).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return folder.resolve(name + "-" + port() + ".log");
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log());
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}
