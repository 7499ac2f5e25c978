package dev.usher.videochat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.usher.NodeScript;
import dev.usher.identity.Accounts.Account;
import io.restassured.RestAssured;

/** Headless Chromium, which joins video chats through a page of the tests. */
final class Browser {

    private static final String DRIVER = "playwright-core@1.65.1";
    private static final NodeScript SCRIPT = new NodeScript("browser", "video-chat.cjs");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Browser() {
    }

    /** A user with the tone of their microphone. */
    record Person(Account account, int hz) {
    }

    /** Runs a scenario to its end and returns what it printed. */
    static String run(String scenario, String id, List<Person> users, Map<String, ?> more) throws Exception {
        install();
        return SCRIPT.run(scenario, options(id, users, more));
    }

    /** Starts a scenario that does not end by itself. */
    static NodeScript.Running start(String scenario, String id, List<Person> users) throws Exception {
        install();
        return SCRIPT.start(scenario, options(id, users, Map.of()));
    }

    private static synchronized void install() throws Exception {
        if (!Files.exists(SCRIPT.module("playwright-core").resolve("package.json"))) {
            SCRIPT.install(DRIVER);
        }
    }

    private static String options(String id, List<Person> users, Map<String, ?> more) throws Exception {
        Map<String, Object> options = new HashMap<>(more);
        options.put("baseUrl", "http://127.0.0.1:" + RestAssured.port + "/api/v1/");
        options.put("id", id);
        List<Map<String, ?>> people = new ArrayList<>();
        users.forEach(user -> people.add(Map.of("userId", user.account.userId(), "token", user.account.token(),
                "hz", user.hz)));
        options.put("users", people);
        return JSON.writeValueAsString(options);
    }
}
