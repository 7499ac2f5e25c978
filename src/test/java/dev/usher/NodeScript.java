package dev.usher;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A script of the tests for Node.js, with packages of npm that are installed into a folder of its own. */
public final class NodeScript {

    private final Path folder;
    private final Path script;

    /** A script in src/test/client, and the folder in target that its packages go to. */
    public NodeScript(String folder, String script) {
        this.folder = Path.of("target", folder).toAbsolutePath();
        this.script = Path.of("src", "test", "client", script).toAbsolutePath();
    }

    /** Where a package is, once it is installed. */
    public Path module(String name) {
        return folder.resolve("node_modules").resolve(name);
    }

    /** Installs packages, in versions. */
    public void install(String... packages) throws Exception {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
        List<String> command = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--silent"));
        command.addAll(List.of(packages));
        execute(command);
    }

    /** Runs another program in the folder, and returns what it printed. */
    public String execute(List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = builder(command).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("%s ended in time: %s", command.get(0), text).isTrue();
        assertThat(process.exitValue()).as("exit code of %s: %s", command.get(0), text).isZero();
        return text;
    }

    /** Runs the script, and returns what it printed. */
    public String run(String... arguments) throws Exception {
        return execute(command(arguments));
    }

    /** Starts the script and leaves it running; closing it ends it. */
    public Running start(String... arguments) throws IOException {
        return new Running(builder(command(arguments)).start());
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Map.of("NODE_PATH", folder.resolve("node_modules").toString()));
        return builder;
    }

    /** A script that runs. */
    public static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        private Running(Process process) {
            this.process = process;
            this.output = process.inputReader(StandardCharsets.UTF_8);
        }

        /** The next line that it prints. */
        public String line() throws IOException {
            String line = output.readLine();
            assertThat(line).as("a line of the script").isNotNull();
            return line;
        }

        @Override
        public void close() throws Exception {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
