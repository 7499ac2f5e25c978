package dev.usher.ratelimit;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static dev.usher.Api.as;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@TestProfile(NoRateLimitTest.Profile.class)
class NoRateLimitTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of("usher.rate-limit.enabled", "false");
        }
    }

    @Test
    void nobodyIsLimited() {
        String callId = Api.start(Accounts.jane());
        for (int i = 0; i < 10; i++) {
            Api.join(as(Accounts.member(1)), callId).then().statusCode(200).header("X-RateLimit-Limit", nullValue());
        }
    }
}
