package dev.usher.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.usher.Api;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import io.restassured.response.Response;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

/** A Redis that does not answer: what needs it is refused in time, and all is well when it answers again. */
@Tag("replicas")
class StoreAwayIT {

    private static final Duration STORE_TIMEOUT = Duration.ofMillis(500);
    /** What a request may take beyond the timeouts of the store. */
    private static final Duration MARGIN = Duration.ofSeconds(1);
    private static final int LIMIT = 2;

    private static TwoPods pods(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("usher.store.timeout", STORE_TIMEOUT.toMillis() + "ms");
        return new TwoPods(settings);
    }

    private static Response join(UsherProcess pod, Account user, String callId) {
        return Api.join(as(user).port(pod.port()), callId);
    }

    /** A refusal that says when to try again, in time. */
    private static void assertRefused(Response answer) {
        answer.then().statusCode(503).contentType("application/json")
                .header("Retry-After", matchesPattern("[1-9]\\d*")).body("success", equalTo(false));
        assertThat(Duration.ofMillis(answer.time())).isLessThan(STORE_TIMEOUT.plus(MARGIN));
    }

    @ParameterizedTest
    @ValueSource(strings = { "refuse", "local" })
    void whileItHangsJoinsAreRefusedInTimeAndAfterwardsAllIsWell(String whenStoreFails) {
        try (TwoPods pods = pods(Map.of("usher.rate-limit.when-store-fails", whenStoreFails))) {
            String callId = TwoPods.startCall(pods.get(0).port());
            pods.all().forEach(pod -> join(pod, Accounts.john(), callId).then().statusCode(200));
            pods.redis().suspend();
            for (UsherProcess pod : pods.all()) {
                assertRefused(join(pod, Accounts.jane(), callId));
                assertRefused(join(pod, Accounts.jane(), callId));
                if (whenStoreFails.equals("local")) {
                    assertLimitedBy(pod, callId);
                } else {
                    assertNotCounted(pod, callId);
                }
                assertThat(pod.health("live")).isEqualTo(200);
            }
            pods.awaitReadiness(false);
            pods.redis().resume();
            pods.awaitReadiness(true);
            pods.all().forEach(pod -> join(pod, Accounts.jane(), callId).then().statusCode(200));
            assertLimitedByAll(pods, callId);
        }
    }

    /** The pod counts by itself: what would be a refusal of the limiter is one, and everything else needs Redis. */
    private static void assertLimitedBy(UsherProcess pod, String callId) {
        for (int i = 0; i < LIMIT; i++) {
            assertRefused(join(pod, Accounts.member(0), callId));
        }
        join(pod, Accounts.member(0), callId).then().statusCode(429)
                .header("Retry-After", matchesPattern("[1-9]\\d*"));
    }

    private static void assertNotCounted(UsherProcess pod, String callId) {
        for (int i = 0; i <= LIMIT; i++) {
            assertRefused(join(pod, Accounts.member(0), callId));
        }
    }

    /** Both count together again. */
    private static void assertLimitedByAll(TwoPods pods, String callId) {
        pods.all().forEach(pod -> join(pod, Accounts.member(1), callId).then().statusCode(200));
        pods.all().forEach(pod -> join(pod, Accounts.member(1), callId).then().statusCode(429));
    }
}
