package dev.usher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.usher.cluster.UsherProcess;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.videochat.WebRtcParameters;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No secret is in the log or in the metrics, be it of the configuration, of users or of guests, also where requests
 * and providers fail, with the access log on and at level DEBUG.
 */
@Tag("slow")
class SecretsIT {

    private static final String NOTHING_THERE = "http://127.0.0.1:9";
    private static final Map<String, String> CONFIGURED = Map.of(
            "usher.providers.livekit.api-secret", "configured-livekit-secret-of-32-characters",
            "usher.providers.bigbluebutton.secret", "configured-bigbluebutton-secret",
            "usher.providers.jitsi.app-secret", "configured-jitsi-secret",
            "usher.providers.pexip.host-pin", "482915", "usher.providers.pexip.guest-pin", "730264",
            "usher.media.janus.api-secret", "configured-janus-secret",
            "usher.media.janus.admin-key", "configured-janus-key",
            "usher.webhooks.some.secret", "configured-webhook-secret",
            "usher.webhooks.some.url", NOTHING_THERE + "/configured-webhook-path");

    private final List<String> secrets = new ArrayList<>(CONFIGURED.values());
    private final Account jane = Accounts.jane();
    private UsherProcess usher;

    @ParameterizedTest
    @ValueSource(strings = { "livekit", "bigbluebutton", "jitsi", "pexip" })
    void areInNoLogAndNoMetrics(String provider) {
        try (UsherProcess process = new UsherProcess(settings(provider), Ports.free()).start().awaitReady()) {
            usher = process;
            secrets.addAll(List.of(Accounts.ADMIN_PASSWORD, Accounts.PASSWORD, jane.token(), Accounts.admin().token()));
            logIn();
            confer();
            videoChat();
            failInAllWays();
            get(given(), "info").then().statusCode(200);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() ->
                    usher.log().contains("GET /api/v1/info 200"));
            String metrics = given().get("/q/metrics").asString();
            assertThat(metrics).contains("usher_calls_open");
            assertThat(secrets).doesNotContainNull().hasSizeGreaterThan(20).allSatisfy(secret -> {
                assertThat(usher.log()).doesNotContain(secret);
                assertThat(metrics).doesNotContain(secret);
            });
        }
    }

    private static Map<String, String> settings(String provider) {
        Map<String, String> settings = new HashMap<>(new UsherProfile().getConfigOverrides());
        settings.putAll(CONFIGURED);
        settings.putAll(Map.of(
                "usher.default-provider", provider,
                "usher.providers.livekit.kind", "livekit",
                "usher.providers.livekit.url", "wss://livekit.example.org",
                "usher.providers.livekit.api-key", "key",
                "usher.providers.bigbluebutton.kind", "bigbluebutton",
                "usher.providers.bigbluebutton.url", NOTHING_THERE + "/bigbluebutton",
                "usher.providers.jitsi.kind", "jitsi",
                "usher.providers.jitsi.auth-token", "true",
                "usher.providers.jitsi.app-id", "app"));
        settings.putAll(Map.of(
                "usher.providers.pexip.kind", "pexip",
                "usher.providers.pexip.base-url", "https://pexip.example.org",
                "usher.media.janus.url", NOTHING_THERE + "/janus",
                "quarkus.http.access-log.enabled", "true",
                "quarkus.log.category.\"dev.usher\".level", "DEBUG"));
        return settings;
    }

    private RequestSpecification given() {
        return RestAssured.given().port(usher.port()).header("X-Forwarded-For", Api.anyAddress());
    }

    private RequestSpecification as(Account account) {
        return given().header("X-User-Id", account.userId()).header("X-Auth-Token", account.token());
    }

    private static Response post(RequestSpecification by, String endpoint, Object body) {
        return by.contentType(ContentType.JSON).body(body).post("/api/v1/" + endpoint);
    }

    private static Response get(RequestSpecification by, String endpointAndQuery) {
        return by.get("/api/v1/" + endpointAndQuery);
    }

    /** A secret that somebody has made up. */
    private String madeUp(String secret) {
        secrets.add(secret);
        return secret;
    }

    private void logIn() {
        Response login = post(given(), "login", Map.of("user", "john", "password", Accounts.PASSWORD));
        Account john = new Account(login.path("data.userId"), madeUp(login.path("data.authToken")));
        post(given(), "login", Map.of("resume", john.token())).then().statusCode(200);
        get(as(john), "me").then().statusCode(200);
        post(given(), "login", Map.of("user", "admin", "password", Accounts.ADMIN_PASSWORD)).then().statusCode(200);
        post(given(), "login", Map.of("user", "john", "password", madeUp("mistyped-password"))).then().statusCode(401);
        post(given(), "login", Map.of("user", madeUp("password-as-name"), "password", "x")).then().statusCode(401);
        post(given(), "login", Map.of("resume", madeUp("resume-of-nobody"))).then().statusCode(401);
        post(given(), "login", "{\"user\": \"john\", \"password\": \"" + madeUp("malformed-password")).then()
                .statusCode(400);
        post(as(john), "logout", Map.of()).then().statusCode(200);
    }

    private void confer() {
        String callId = post(as(jane), "video-conference.start", Map.of("roomId", "general")).path("data.callId");
        if (callId == null) {
            return;
        }
        for (int again = 0; again < 2; again++) {
            String url = post(as(jane), "video-conference.join", Map.of("callId", callId)).path("url");
            secrets.add(url.replaceAll(".*(?:token|jwt|pin)=([^&]*).*", "$1"));
        }
        Response joined = post(given(), "video-conference.join", Map.of("callId", callId, "name", "Ann"));
        String guest = madeUp(joined.path("guestToken"));
        post(given().header("X-Guest-Token", guest), "video-conference.heartbeat", Map.of("callId", callId)).then()
                .statusCode(200);
        String ticket = madeUp(post(as(jane), "video-conference.events-ticket", Map.of("callId", callId))
                .path("ticket"));
        get(given(), "video-conference.events?callId=other&ticket=" + ticket).then().statusCode(401);
        get(given(), "video-conference.events?callId=other&ticket=" + ticket).then().statusCode(401);
    }

    private void videoChat() {
        String id = post(as(jane), "video-chat.start", Map.of("roomId", "general")).path("videoChat.id");
        String invite = madeUp(post(as(jane), "video-chat.invite", Map.of("id", id, "role", "speaker"))
                .path("inviteHash"));
        String params = WebRtcParameters.any().put("pwd", madeUp("icePasswordEv6nVPnFkfUo9")).toString();
        post(given(), "video-chat.join", Map.of("id", id, "params", params, "inviteHash", invite)).then()
                .statusCode(500);
        post(as(jane), "video-chat.join", Map.of("id", id, "params", params)).then().statusCode(500);
        String mtkruto = "/mtkruto/user" + jane.token() + "/";
        given().contentType(ContentType.JSON).body(List.of(id)).post(mtkruto + "getVideoChat").then().statusCode(200);
        given().contentType(ContentType.JSON).body(List.of(id, params)).post(mtkruto + "joinVideoChat").then()
                .statusCode(500);
        given().get(mtkruto + "getVideoChat").then().statusCode(400);
        given().get(mtkruto + "nothing").then().statusCode(400);
        given().get("/mtkruto/" + jane.token()).then().statusCode(404);
        post(as(jane), "video-chat.join", Map.of("id", id, "params", params, "inviteHash", madeUp("invite-of-nobody")))
                .then().statusCode(400);
    }

    private void failInAllWays() {
        get(as(new Account(jane.userId(), madeUp("token-of-nobody"))), "me").then().statusCode(401);
        get(given().header("Authorization", "Bearer " + madeUp("bearer-of-nobody")), "me").then().statusCode(401);
        get(given().header("X-Guest-Token", madeUp("guest-of-nobody")), "video-chat.info?id=1").then().statusCode(401);
        get(given().header("Cookie", "rc_token=" + madeUp("cookie-of-somebody")), "nothing").then().statusCode(404);
        get(given(), "video-conference.info?authToken=" + madeUp("token-in-a-query")).then().statusCode(401);
        post(given(), "bigbluebutton.hook/bigbluebutton/1?key=" + madeUp("hook-key-of-nobody"), "x").then()
                .statusCode(415);
        given().contentType(ContentType.URLENC).body("event=x").post("/api/v1/bigbluebutton.hook/bigbluebutton/1?key="
                + secrets.get(secrets.size() - 1)).then().statusCode(404);
    }
}
