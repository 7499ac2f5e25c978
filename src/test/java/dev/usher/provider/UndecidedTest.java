package dev.usher.provider;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static dev.usher.Api.as;
import static org.hamcrest.Matchers.equalTo;

/** Several providers and no choice between them. */
@QuarkusTest
@TestProfile(UndecidedTest.Profile.class)
class UndecidedTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of("usher.providers.one.kind", "googlemeet", "usher.providers.two.kind", "googlemeet");
        }
    }

    @Test
    void noneIsActive() {
        String answer = "{\"success\":false,\"error\":\"no-active-video-conf-provider\"}";
        Api.post(as(Accounts.jane()), "video-conference.start", Map.of("roomId", "general")).then().statusCode(400)
                .body(equalTo(answer));
        Api.get(as(Accounts.jane()), "video-conference.capabilities", Map.of()).then().statusCode(400)
                .body(equalTo(answer));
    }
}
