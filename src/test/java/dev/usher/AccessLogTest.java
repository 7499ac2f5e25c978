package dev.usher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@TestProfile(AccessLogTest.Profile.class)
class AccessLogTest {

    /** Where the tests of the packaged application log to, whatever they are told. */
    private static final Path LOG = Path.of("target", "quarkus.log");

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of(
                    "quarkus.http.access-log.enabled", "true",
                    "quarkus.log.file.enabled", "true",
                    "quarkus.log.file.path", LOG.toAbsolutePath().toString());
        }
    }

    @Test
    void showsRequestsAndNoSecrets() throws Exception {
        String token = Api.post(asGuest(), "login", Map.of("user", "john", "password", Accounts.PASSWORD))
                .path("data.authToken");
        String callId = Api.start(Accounts.jane());
        String guestToken = Api.join(asGuest(), callId).path("guestToken");
        Api.join(asGuest(guestToken), callId).then().statusCode(200);
        as(Accounts.john()).queryParam("authToken", token).get("/api/v1/me").then().statusCode(200);

        RestAssured.given().get("/mtkruto/user" + token + "/getVideoChat").then().statusCode(400);
        RestAssured.given().get("/mtkruto/" + token).then().statusCode(404);

        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() ->
                Files.exists(LOG) && Files.readString(LOG).contains("GET /mtkruto/*** 404"));
        assertThat(Files.readString(LOG))
                .contains("POST /api/v1/video-conference.join 200")
                .contains("GET /api/v1/me 200")
                .contains("GET /mtkruto/user***/getVideoChat 400")
                .doesNotContain(token).doesNotContain(guestToken).doesNotContain(Accounts.john().token())
                .doesNotContain(Accounts.PASSWORD);
    }
}
