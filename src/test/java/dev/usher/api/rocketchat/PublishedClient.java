package dev.usher.api.rocketchat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rocket.Chat's client library, installed with npm when it is first needed. Its licence allows it for tests, and not
 * to be handed on, so it is no part of the project. Its dependencies do not install as they are declared; what it
 * really needs is one package.
 */
final class PublishedClient {

    private static final String CLIENT = "@rocket.chat/api-client@0.2.57";
    private static final String NEEDED = "query-string@7.1.3";
    private static final Path FOLDER = Path.of("target", "published-client").toAbsolutePath();
    private static final Path SCRIPT = Path.of("src", "test", "client", "join.cjs").toAbsolutePath();

    private PublishedClient() {
    }

    /** Runs the script of the tests and returns what it printed. */
    static synchronized String run(String... arguments) throws Exception {
        Path modules = FOLDER.resolve("node_modules");
        Path client = modules.resolve("@rocket.chat").resolve("api-client");
        if (!Files.exists(client.resolve("package.json"))) {
            install(client);
        }
        List<String> command = new ArrayList<>(List.of("node", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return execute(command, Map.of("NODE_PATH", modules.toString()));
    }

    private static void install(Path client) throws Exception {
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("package.json"), "{\"private\":true}");
        execute(List.of("npm", "install", "--no-audit", "--no-fund", "--silent", NEEDED), Map.of());
        String archive = execute(List.of("npm", "pack", "--silent", CLIENT), Map.of()).strip();
        Files.createDirectories(client);
        execute(List.of("tar", "-xzf", archive, "--strip-components=1", "-C", client.toString()), Map.of());
    }

    private static String execute(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(FOLDER, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile())
                .redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("%s ended in time: %s", command.get(0), text).isTrue();
        assertThat(process.exitValue()).as("exit code of %s: %s", command.get(0), text).isZero();
        return text;
    }
}
