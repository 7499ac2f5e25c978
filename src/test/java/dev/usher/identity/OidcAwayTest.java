package dev.usher.identity;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import dev.usher.Api;
import dev.usher.identity.FakeOidcProvider.Mood;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** A provider that does not answer, from the start on: the order matters, since keys once known are never forgotten. */
@Tag("packaged")
@QuarkusTest
@TestProfile(OidcAwayTest.Profile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class OidcAwayTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    /** How much longer things may take on a machine that is busy. */
    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final Duration KEY_LIFETIME = Duration.ofSeconds(2);
    private static final String AWAY = "{\"success\":false,\"error\":\"The identity provider does not answer, please "
            + "try again\",\"errorType\":\"error-identity-provider-unavailable\"}";

    public static class Profile extends OidcProfile {
        @Override
        protected Map<String, String> settings() {
            Map<String, String> settings = new HashMap<>(super.settings());
            settings.put("usher.identity.oidc.timeout", TIMEOUT.toSeconds() + "s");
            settings.put("usher.identity.oidc.key-lifetime", KEY_LIFETIME.toSeconds() + "s");
            return settings;
        }
    }

    FakeOidcProvider provider;

    @AfterEach
    void noTokenIsInTheLog() throws Exception {
        assertThat(Files.readString(OidcProfile.LOG)).doesNotContainPattern(FakeOidcProvider.TOKEN);
    }

    private static Response me(String token) {
        return OidcIdentityTest.with(token).get("/api/v1/me");
    }

    private static void assertAway(Response answer) {
        answer.then().statusCode(503).header("Retry-After", "1").contentType("application/json").body(equalTo(AWAY));
    }

    private static Duration timeOf(Runnable what) {
        long begin = System.nanoTime();
        what.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static void pause(Duration time) {
        Awaitility.await().pollDelay(time).until(() -> true);
    }

    @Test
    @Order(1)
    void withoutKeysItsUsersAreToldToTryAgainAndNobodyElseIs() {
        assertThat(provider.requests()).as("at the start").isZero();
        String token = provider.token(Roles.BYPASS_RATE_LIMIT);
        for (Mood mood : List.of(Mood.BROKEN, Mood.GONE, Mood.NO_JSON, Mood.KEYLESS, Mood.MISTAKEN)) {
            provider.mood = mood;
            int tries = mood == Mood.KEYLESS ? 4 : 2;
            Awaitility.await().atMost(SLACK.multipliedBy(2)).untilAsserted(() -> {
                pause(OidcKeys.AWAY_PAUSE);
                int before = provider.requests();
                assertAway(me(token));
                assertThat(provider.requests() - before).as(mood + ": tried twice").isEqualTo(tries);
                assertAway(me(token));
                assertThat(provider.requests() - before).as(mood + ": left alone").isEqualTo(tries);
            });
        }
        assertAway(Api.post(OidcIdentityTest.with(token), "video-chat.start", Map.of("roomId", "general")));
        OidcIdentityTest.mtkruto(token).then().statusCode(503).header("x-error-type", "rpc")
                .header("Retry-After", "1").body(equalTo("\"IDENTITY_PROVIDER_UNAVAILABLE\""));

        provider.mood = Mood.SILENT;
        pause(OidcKeys.AWAY_PAUSE);
        assertThat(timeOf(() -> assertAway(me(token)))).isBetween(TIMEOUT.minusMillis(50), TIMEOUT.plus(SLACK));

        me("a.b.c").then().statusCode(401);
        as(Accounts.jane()).get("/api/v1/me").then().statusCode(200);
        Api.join(asGuest(), Api.start(Accounts.jane())).then().statusCode(200);
        RestAssured.get("/q/health/ready").then().statusCode(200);
        assertThat(RestAssured.get("/q/metrics").asString()).contains("usher_identity_failures_total");
    }

    @Test
    @Order(2)
    void fiftyFirstRequestsAtTheSameTimeAskOnce() {
        provider.mood = Mood.SLOW;
        pause(OidcKeys.AWAY_PAUSE);
        int before = provider.requests();
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 50).mapToObj(i ->
                client.sendAsync(HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/me"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Authorization", "Bearer " + provider.token()).build(),
                        HttpResponse.BodyHandlers.ofString())).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(provider.requests() - before).isEqualTo(2);
    }

    @Test
    @Order(3)
    void knownKeysStayInUseWhileItIsAway() {
        provider.mood = Mood.SILENT;
        pause(KEY_LIFETIME);
        String token = provider.token(Roles.BYPASS_RATE_LIMIT);
        assertThat(timeOf(() -> me(token).then().statusCode(200))).isLessThan(TIMEOUT.plus(SLACK));
        pause(OidcKeys.AWAY_PAUSE);
        int before = provider.requests();
        assertThat(timeOf(() -> me(token).then().statusCode(200))).as("waits once only")
                .isLessThan(TIMEOUT.dividedBy(2));
        Awaitility.await().untilAsserted(() -> assertThat(provider.requests()).isGreaterThan(before));

        TokenSigner unknown = TokenSigner.of("second", "ES256");
        assertAway(me(unknown.sign(provider.claims())));
        provider.signers.add(unknown);
        provider.mood = Mood.GOOD;
        Awaitility.await().atMost(TIMEOUT.plus(OidcKeys.AWAY_PAUSE).plus(SLACK))
                .until(() -> me(unknown.sign(provider.claims())).statusCode() == 200);
    }

    @Test
    @Order(4)
    void keysAreAskedForAgainWhenTheyAreOld() {
        provider.mood = Mood.GOOD;
        pause(KEY_LIFETIME);
        String token = provider.token(Roles.BYPASS_RATE_LIMIT);
        me(token).then().statusCode(200);
        int before = provider.keyRequests();
        for (int i = 0; i < 5; i++) {
            me(token).then().statusCode(200);
        }
        int meanwhile = provider.keyRequests() - before;
        assertThat(meanwhile).isLessThanOrEqualTo(1);
        pause(KEY_LIFETIME);
        me(token).then().statusCode(200);
        assertThat(provider.keyRequests() - before).isEqualTo(meanwhile + 1);
    }
}
