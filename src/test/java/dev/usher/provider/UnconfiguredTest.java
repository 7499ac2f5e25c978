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

/** A chosen provider that lacks something, beside one that lacks nothing. */
@QuarkusTest
@TestProfile(UnconfiguredTest.Profile.class)
class UnconfiguredTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of("usher.providers.live.kind", "livekit", "usher.providers.meet.kind", "googlemeet",
                    "usher.default-provider", "live");
        }
    }

    @Test
    void whatIsMissingIsSaid() {
        String answer = "{\"success\":false,\"error\":\"video-conf-provider-not-configured\"}";
        Api.post(as(Accounts.jane()), "video-conference.start", Map.of("roomId", "general")).then().statusCode(400)
                .body(equalTo(answer));
        Api.get(as(Accounts.jane()), "video-conference.capabilities", Map.of()).then().statusCode(400)
                .body(equalTo(answer));
    }
}
