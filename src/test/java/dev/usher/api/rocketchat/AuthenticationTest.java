package dev.usher.api.rocketchat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

@QuarkusTest
@TestProfile(UsherProfile.class)
class AuthenticationTest {

    private static Response login(Map<String, ?> credentials) {
        return Api.post(asGuest(), "login", credentials);
    }

    private static Account loggedIn(String user, String password) {
        Response response = login(Map.of("user", user, "password", password));
        response.then().statusCode(200);
        return new Account(response.path("data.userId"), response.path("data.authToken"));
    }

    @Test
    void theAdminLogsInWithTheConfiguredPassword() {
        login(Map.of("user", "admin", "password", Accounts.ADMIN_PASSWORD)).then().statusCode(200)
                .body("status", equalTo("success"))
                .body("data.userId", matchesPattern("[A-Za-z0-9]{17}"))
                .body("data.authToken", matchesPattern("[A-Za-z0-9_-]{43}"))
                .body("data.me.username", equalTo("admin"))
                .body("success", equalTo(true));
    }

    @Test
    void usersOfTheFileLogInUnderAllThreeNamesOfTheField() {
        for (String field : new String[] { "user", "username", "email" }) {
            login(Map.of(field, "jane", "password", Accounts.PASSWORD)).then().statusCode(200)
                    .body("data.userId", equalTo(Accounts.jane().userId()))
                    .body("data.me.name", equalTo("Jane Doe"));
        }
    }

    @Test
    void wrongPasswordsAndUnknownUsersAreToldTheSame() {
        for (String user : new String[] { "admin", "jane", "nobody" }) {
            login(Map.of("user", user, "password", "wrong")).then().statusCode(401).body(equalTo(
                    "{\"success\":false,\"error\":\"Unauthorized\",\"status\":\"error\",\"message\":\"Unauthorized\"}"));
        }
    }

    @Test
    void aTokenIsResumedUntilLogout() {
        Account session = loggedIn("john", Accounts.PASSWORD);
        login(Map.of("resume", session.token())).then().statusCode(200)
                .body("data.userId", equalTo(session.userId()))
                .body("data.authToken", equalTo(session.token()));
        as(session).get("/api/v1/me").then().statusCode(200)
                .body("_id", equalTo(session.userId())).body("username", equalTo("john"));

        as(session).post("/api/v1/logout").then().statusCode(200).body(equalTo("{\"status\":\"success\","
                + "\"data\":{\"message\":\"You've been logged out!\"},\"success\":true}"));

        EveryEndpointTest.assertUnauthorized(as(session).get("/api/v1/me"));
        login(Map.of("resume", session.token())).then().statusCode(401);
    }

    @Test
    void logoutByGetEndsOnlyThatLogin() {
        Account one = loggedIn("john", Accounts.PASSWORD);
        Account other = loggedIn("john", Accounts.PASSWORD);
        as(one).get("/api/v1/logout").then().statusCode(200);
        as(one).get("/api/v1/me").then().statusCode(401);
        as(other).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void backEndsUseTheirTokenAndLearnTheirIdFromIt() {
        login(Map.of("resume", Accounts.member(0).token())).then().statusCode(200)
                .body("data.userId", equalTo(Accounts.member(0).userId()))
                .body("data.me.username", equalTo("member0"));
        as(Accounts.member(0)).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void credentialsThatAreThereButWrongAreNeverAGuests() {
        String callId = Api.start(Accounts.jane());
        Account jane = Accounts.jane();
        for (Account wrong : new Account[] {
                new Account(jane.userId(), "wrong"),
                new Account("wrong", jane.token()),
                new Account(Accounts.john().userId(), jane.token()),
                new Account(jane.userId(), ""),
                new Account("", jane.token()),
                new Account("", "") }) {
            EveryEndpointTest.assertUnauthorized(Api.join(as(wrong), callId));
        }
        EveryEndpointTest.assertUnauthorized(
                Api.join(RestAssured.given().header("X-User-Id", jane.userId()), callId));
        EveryEndpointTest.assertUnauthorized(
                Api.join(RestAssured.given().header("X-Auth-Token", jane.token()), callId));
        EveryEndpointTest.assertUnauthorized(
                Api.join(as(jane).header("X-Auth-Token", Accounts.john().token()), callId));
        EveryEndpointTest.assertUnauthorized(Api.join(asGuest("not one of ours"), callId));
        for (RequestSpecification wrong : List.of(asGuest("not one of ours"),
                as(new Account(jane.userId(), "wrong")))) {
            EveryEndpointTest.assertUnauthorized(Api.post(wrong, "video-chat.join", Map.of()));
        }
        Api.info(jane, callId).then().body("anonymousUsers", equalTo(0));
    }

    @Test
    void accessTokensMeanNothingWithoutAProviderOfThem() {
        String callId = Api.start(Accounts.jane());
        Api.join(asGuest().header("Authorization", "Bearer a.b.c"), callId).then().statusCode(200)
                .body("guestToken", matchesPattern("[A-Za-z0-9_-]{43}"));
        EveryEndpointTest.assertUnauthorized(asGuest().header("Authorization", "Bearer a.b.c").get("/api/v1/me"));
    }

    @Test
    void guestsMayNotDoWhatUsersDo() {
        String callId = Api.start(Accounts.jane());
        String guestToken = Api.join(asGuest(), callId).path("guestToken");
        for (String endpoint : new String[] { "end", "cancel", "decline" }) {
            EveryEndpointTest.assertUnauthorized(Api.call(asGuest(guestToken), "video-conference." + endpoint, callId));
        }
        EveryEndpointTest.assertUnauthorized(
                Api.get(asGuest(guestToken), "video-conference.info", Map.of("callId", callId)));
        for (String endpoint : new String[] { "start", "schedule", "start-scheduled", "invite", "reset-invites",
                "end" }) {
            EveryEndpointTest.assertUnauthorized(Api.post(asGuest(guestToken), "video-chat." + endpoint, Map.of()));
        }
        EveryEndpointTest.assertUnauthorized(Api.get(asGuest(guestToken), "video-chat.join-as", Map.of("id", "1")));
    }

    @Test
    void loginSaysWhatItNeeds() {
        login(Map.of("user", "jane")).then().statusCode(400)
                .body("error", equalTo("must have required property 'password' [invalid-params]"));
        login(Map.of("user", "jane", "password", Map.of("digest", "x", "algorithm", "sha-256"))).then()
                .statusCode(400).body("error", equalTo("must be string [invalid-params]"));
        login(Map.of("resume", 5)).then().statusCode(400);
    }

    @Test
    void theServerSaysWhoseApiItSpeaks() {
        for (String path : new String[] { "/api/info", "/api/v1/info" }) {
            asGuest().get(path).then().statusCode(200).body("version", matchesPattern("\\d+\\.\\d+"))
                    .body("success", equalTo(true));
        }
    }

    @Test
    void guessingIsSlowedDownByUserName() {
        int refused = 0;
        for (int i = 0; i < 11; i++) {
            refused += login(Map.of("user", "limited", "password", "guess" + i)).statusCode() == 429 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(1);
        login(Map.of("user", "limited", "password", Accounts.PASSWORD)).then().statusCode(429)
                .body("error", matchesPattern("Error, too many requests.* You must wait \\d+ seconds.*"))
                .header("Retry-After", matchesPattern("\\d+"));
        login(Map.of("user", "jane", "password", Accounts.PASSWORD)).then().statusCode(200);
    }
}
