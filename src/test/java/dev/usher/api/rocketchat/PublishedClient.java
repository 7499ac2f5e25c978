package dev.usher.api.rocketchat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.usher.NodeScript;

/**
 * Rocket.Chat's client library, installed with npm when it is first needed. Its licence allows it for tests, and not
 * to be handed on, so it is no part of the project. Its dependencies do not install as they are declared; what it
 * really needs is one package.
 */
final class PublishedClient {

    private static final String CLIENT = "@rocket.chat/api-client@0.2.57";
    private static final String NEEDED = "query-string@7.1.3";
    private static final NodeScript SCRIPT = new NodeScript("published-client", "join.cjs");

    private PublishedClient() {
    }

    /** Runs the script of the tests and returns what it printed. */
    static synchronized String run(String... arguments) throws Exception {
        Path client = SCRIPT.module("@rocket.chat").resolve("api-client");
        if (!Files.exists(client.resolve("package.json"))) {
            SCRIPT.install(NEEDED);
            String archive = SCRIPT.execute(List.of("npm", "pack", "--silent", CLIENT)).strip();
            Files.createDirectories(client);
            SCRIPT.execute(List.of("tar", "-xzf", archive, "--strip-components=1", "-C", client.toString()));
        }
        return SCRIPT.run(arguments);
    }
}
