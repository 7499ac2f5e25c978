package dev.usher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.usher.media.janus.JanusServer;
import dev.usher.videochat.WebRtcParameters;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

import static dev.usher.cluster.UsherProcess.command;
import static dev.usher.cluster.UsherProcess.output;
import static org.assertj.core.api.Assertions.assertThat;

/** The process that ships, started as an operator starts it: the native executable where it was built, else the jar. */
class ProcessIT {

    private static final Path LOAD = Path.of("src", "test", "client", "load.cjs");
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final List<Process> started = new ArrayList<>();
    private final int port = Ports.free();

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(Path output, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(Map.of(
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", String.valueOf(port),
                "USHER_IDENTITY_ADMIN_PASSWORD", "secret"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private int health(String check) throws Exception {
        Process process = start(output(), command(List.of(), "health", check));
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void awaitText(Path output, String text) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(output).contains(text));
    }

    @Test
    void theHealthCommandTellsWhetherItServes() throws Exception {
        assertThat(health("live")).isEqualTo(1);
        Path output = output();
        start(output, command(List.of()));
        awaitText(output, "Listening on");
        for (String check : List.of("live", "ready", "started")) {
            assertThat(health(check)).isZero();
        }
        assertThat(health("nonsense")).isEqualTo(1);
    }

    @Test
    void onSigtermUnderLoadEveryRequestIsAnsweredAndTheProcessEnds() throws Exception {
        Path output = output();
        Process usher = start(output, command(List.of("-Dquarkus.shutdown.delay=2s")));
        awaitText(output, "Listening on");
        Path seen = output();
        Process load = start(seen,
                List.of("node", LOAD.toString(), "http://127.0.0.1:" + port, "admin", "secret", "16"));
        awaitText(seen, "under load");

        usher.destroy();

        assertThat(load.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String json = Files.readString(seen);
        JsonPath counts = JsonPath.from(json.substring(json.indexOf('{')));
        assertThat(counts.getInt("joined")).isGreaterThanOrEqualTo(200);
        assertThat(counts.getInt("refused")).isZero();
        assertThat(counts.getInt("failed")).as(json).isZero();
        assertThat(usher.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(usher.exitValue()).isIn(0, 143);
        assertThat(Files.readString(output)).doesNotContain("ERROR").doesNotContain("Exception");
    }

    @Test
    void theAdminsRandomPasswordIsLoggedOnce() throws Exception {
        Path output = output();
        ProcessBuilder builder = new ProcessBuilder(command(List.of("-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port))).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("USHER_IDENTITY_ADMIN_PASSWORD");
        started.add(builder.start());
        awaitText(output, "Listening on");
        assertThat(Files.readString(output)).containsOnlyOnce("with password '");
    }

    @Test
    void onSigtermCallsAndParticipantsLeaveJanus() throws Exception {
        JanusServer janus = new JanusServer();
        try {
            List<String> options = new ArrayList<>();
            janus.start().forEach((key, value) -> options.add("-D" + key + "=" + value));
            Path output = output();
            Process usher = start(output, command(options));
            awaitText(output, "Listening on");
            String base = "http://127.0.0.1:" + port + "/api/v1/";
            JsonPath login = RestAssured.given().contentType("application/json")
                    .body(Map.of("user", "admin", "password", "secret")).post(base + "login").jsonPath();
            Map<String, String> credentials = Map.of("X-User-Id", login.getString("data.userId"),
                    "X-Auth-Token", login.getString("data.authToken"));
            String id = RestAssured.given().headers(credentials).contentType("application/json")
                    .body(Map.of("roomId", "general")).post(base + "video-chat.start").path("videoChat.id");
            RestAssured.given().headers(credentials).contentType("application/json")
                    .body(Map.of("id", id, "params", WebRtcParameters.anyText())).post(base + "video-chat.join")
                    .then().statusCode(200);
            assertThat(janus.participantList(id, "videoroom")).hasSize(1);

            usher.destroy();

            assertThat(usher.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(janus.participantList(id, "videoroom").isMissingNode()).isTrue();
            assertThat(Files.readString(output)).doesNotContain("ERROR").doesNotContain("Exception");
        } finally {
            janus.stop();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "usher.providers.x.kind=nonsense | usher.providers.x.kind",
            "usher.providers.x.kind=jitsi -Dusher.providers.x.app-secret-file=/nowhere | x.app-secret-file",
            "usher.providers.x.kind=template -Dusher.providers.x.join-url={user | usher.providers.x.join-url",
            "usher.default-provider=nonsense | usher.default-provider",
            "usher.rate-limit.endpoints.\"video-conference.join\".limit=0 | video-conference.join",
            "usher.rate-limit.endpoints.\"video-conference.joim\".limit=2 | video-conference.joim",
            "usher.rate-limit.endpoints.\"video-conference.join\".window=0s | video-conference.join",
            "usher.rate-limit.failed-logins.window=0s | usher.rate-limit.failed-logins.window",
            "usher.provider.timeout=-1s | usher.provider.timeout",
            "usher.rate-limit.max-keys=0 | usher.rate-limit.max-keys",
            "usher.registry.max-calls=many | usher.registry.max-calls",
            "usher.call.max-duration=long | usher.call.max-duration",
            "usher.identity.users-file=/nowhere | usher.identity.users-file",
            "usher.identity.source=ldap | usher.identity.source",
            "usher.identity.source=rocketchat | usher.identity.rocketchat.url",
            "usher.identity.source=rocketchat -Dusher.identity.rocketchat.url=chat | usher.identity.rocketchat.url",
            "usher.identity.rocketchat.timeout=0s | usher.identity.rocketchat.timeout",
            "usher.identity.rocketchat.cache-time=short | usher.identity.rocketchat.cache-time",
            "usher.identity.rocketchat.max-cached=0 | usher.identity.rocketchat.max-cached",
            "usher.identity.oidc.url=ftp://id.example.org | usher.identity.oidc.url",
            "usher.identity.oidc.timeout=0s | usher.identity.oidc.timeout",
            "usher.identity.oidc.key-lifetime=long | usher.identity.oidc.key-lifetime",
            "usher.identity.oidc.nonsense=1 | usher.identity.oidc.nonsense",
            "usher.store=disk | usher.store",
            "usher.store=redis | usher.store.redis.url",
            "usher.store=redis -Dusher.store.redis.url=http://redis | usher.store.redis.url",
            "usher.store=redis -Dusher.store.redis.url=redis:6379 | usher.store.redis.url",
            "usher.store.redis.url=redis://redis -Dusher.store.redis.password-file=/nowhere | redis.password-file",
            "usher.store.timeout=0s | usher.store.timeout",
            "usher.store.pod-lease=long | usher.store.pod-lease",
            "usher.rate-limit.when-store-fails=maybe | usher.rate-limit.when-store-fails",
            "usher.http.trusted-proxies=nonsense | usher.http.trusted-proxies",
            "usher.http.max-body=big | usher.http.max-body",
            "usher.media.janus.url=ftp://janus | usher.media.janus.url",
            "usher.media.janus.api-secret-file=/nowhere | usher.media.janus.api-secret-file",
            "usher.media.janus.max-concurrent=0 | usher.media.janus.max-concurrent",
            "usher.media.silence-timeout=never | usher.media.silence-timeout",
            "usher.events.history=0 | usher.events.history",
            "usher.events.heartbeat=often | usher.events.heartbeat",
            "usher.webhooks.x.secret=s | usher.webhooks.x.url",
            "usher.webhooks.x.url=http://x.example | usher.webhooks.x.secret",
            "usher.webhooks.x.url=hook.example/secret -Dusher.webhooks.x.secret=s | usher.webhooks.x.url",
            "usher.webhooks.x.url=ftp://x.example -Dusher.webhooks.x.secret=s | usher.webhooks.x.url",
            "usher.webhooks.x.url=http://u:p@x.example -Dusher.webhooks.x.secret=s | usher.webhooks.x.url",
            "usher.webhooks.x.url=http://x.example -Dusher.webhooks.x.secret=whsec_! | usher.webhooks.x.secret",
            "usher.webhooks.x.url=http://x.example -Dusher.webhooks.x.secret-file=/nowhere | x.secret-file",
            "usher.webhooks.x.url=http://x -Dusher.webhooks.x.secret=s -Dusher.webhooks.x.events=left | x.events",
            "usher.webhooks.x.url=http://x -Dusher.webhooks.x.secret=s -Dusher.webhooks.x.timeout=0s | x.timeout",
            "usher.webhooks.x.url=http://x -Dusher.webhooks.x.secret=s -Dusher.webhooks.x.max-waiting=0 | x.max-waiting",
            "usher.webhooks.x.url=http://x -Dusher.webhooks.x.secret=s -Dusher.webhooks.x.nonsense=1 | x.nonsense",
            "usher.nonsense=1 | usher.nonsense" })
    void aMistakeInTheConfigurationStopsTheStartAndNamesTheKey(String settings, String key) throws Exception {
        Path output = output();
        Process usher = start(output, command(List.of(("-D" + settings).split(" "))));
        assertThat(usher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(usher.exitValue()).isNotZero();
        assertThat(Files.readString(output)).contains(key).doesNotContain("\tat ");
    }
}
