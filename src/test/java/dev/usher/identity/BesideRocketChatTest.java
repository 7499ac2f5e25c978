package dev.usher.identity;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.Nginx;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.HttpClientConfig;
import io.restassured.specification.RequestSpecification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

/** Usher in front of a workspace, behind the real nginx with the README's configuration. */
@QuarkusTest
@TestProfile(BesideRocketChatTest.Profile.class)
class BesideRocketChatTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of("usher.http.trusted-proxies", "127.0.0.1");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeRocketChat.class));
        }
    }

    FakeRocketChat workspace;
    private Nginx nginx;

    @BeforeEach
    void start() throws Exception {
        nginx = new Nginx(Nginx.ofReadme()
                .replace("127.0.0.1:8080", "127.0.0.1:" + RestAssured.port)
                .replace("127.0.0.1:3000", "127.0.0.1:" + workspace.port()));
    }

    @AfterEach
    void stop() throws Exception {
        nginx.close();
    }

    /** A request to nginx that comes from an address of this machine. */
    private RequestSpecification from(String address) throws Exception {
        return RestAssured.given().baseUri(nginx.url()).config(RestAssured.config().httpClient(
                HttpClientConfig.httpClientConfig()
                        .setParam("http.route.local-address", InetAddress.getByName(address))));
    }

    private RequestSpecification as(Account user) throws Exception {
        return from("127.0.0.2").header("X-User-Id", user.userId()).header("X-Auth-Token", user.token());
    }

    @Test
    void callsAreUshersAndTheRestIsTheWorkspaces() throws Exception {
        Account user = workspace.user(Set.of(Roles.BYPASS_RATE_LIMIT), "general");
        String callId = Api.post(as(user), "video-conference.start", Map.of("roomId", "general"))
                .then().statusCode(200).extract().path("data.callId");
        Api.join(as(user), callId).then().statusCode(200).body("callId", equalTo(callId));
        Api.post(as(user), "video-chat.start", Map.of("roomId", "general")).then().statusCode(200)
                .body("videoChat.type", equalTo("active"));
        assertThat(workspace.requests(user, "video-")).isZero();

        for (String path : List.of("/api/v1/video-conference", "/api/v1/users.list", "/api/v1/login", "/channel/x",
                "/x/api/v1/video-conference.join", "/q/metrics")) {
            as(user).get(path).then().statusCode(200).body("workspace", equalTo(true));
        }
        as(user).get("/api/v1/me").then().statusCode(200).body("active", equalTo(true));
    }

    @Test
    void guestsAreCountedByTheAddressThatNginxSees() throws Exception {
        Account user = workspace.user("general");
        String callId = Api.post(as(user), "video-conference.start", Map.of("roomId", "general")).path("data.callId");
        Api.join(from("127.0.0.3"), callId).then().statusCode(200);
        Api.join(from("127.0.0.3").header("X-Forwarded-For", "10.9.9.9"), callId).then().statusCode(200);
        Api.join(from("127.0.0.3").header("X-Forwarded-For", "10.9.9.8"), callId).then().statusCode(429);
        Api.join(from("127.0.0.4"), callId).then().statusCode(200);
    }
}
