package dev.usher.ratelimit;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.hamcrest.Matchers.equalTo;

/** Limits that the configuration has changed, and no proxy that is trusted. */
@QuarkusTest
@TestProfile(UntrustedProxyTest.Profile.class)
class UntrustedProxyTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of(
                    "usher.http.trusted-proxies", "10.0.0.0/8,2001:db8::/32",
                    "usher.rate-limit.endpoints.\"video-conference.join\".limit", "3",
                    "usher.rate-limit.endpoints.\"video-conference.join\".window", "20s");
        }
    }

    @Test
    void forwardedHeadersOfStrangersDoNotCount() {
        String callId = Api.start(Accounts.jane());
        for (int i = 2; i >= 0; i--) {
            Api.join(asGuest(), callId).then().statusCode(200)
                    .header("X-RateLimit-Limit", equalTo("3"))
                    .header("X-RateLimit-Remaining", equalTo(String.valueOf(i)));
        }
        Api.join(asGuest(), callId).then().statusCode(429);
        Api.join(as(Accounts.member(1)), callId).then().statusCode(200);
    }
}
