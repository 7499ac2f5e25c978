package dev.usher.api.rocketchat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import static dev.usher.Api.anyAddress;
import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

/** What all endpoints have in common: a 401, a 400 and a 429. */
@QuarkusTest
@TestProfile(UsherProfile.class)
class EveryEndpointTest {

    private static final String LOGIN_FIRST = "You must be logged in to do this.";
    /** Users whom no other test uses, so that nothing has been counted for them. */
    private static final AtomicInteger FRESH = new AtomicInteger(1000);

    record Endpoint(String method, String name, int limit, long windowMillis, boolean open, boolean hasParameters) {

        Response call(RequestSpecification by, String body) {
            RequestSpecification request = method.equals("POST") ? by.contentType(ContentType.JSON).body(body) : by;
            return request.request(method, "/api/v1/" + name);
        }

        String tooMany(long seconds) {
            return name.startsWith("video-chat.") ? "FLOOD_WAIT_" + seconds
                    : "Error, too many requests. Please slow down. You must wait " + seconds
                            + " seconds before trying this endpoint again. [error-too-many-requests]";
        }

        @Override
        public String toString() {
            return method + " " + name;
        }
    }

    static Stream<Endpoint> endpoints() {
        return Stream.of(
                conference("POST", "start", 3, 60_000),
                conference("POST", "cancel", 3, 60_000),
                conference("GET", "info", 15, 3_000),
                conference("GET", "list", 3, 1_000),
                new Endpoint("GET", "video-conference.providers", 3, 1_000, false, false),
                new Endpoint("GET", "video-conference.capabilities", 3, 1_000, false, false),
                conference("POST", "leave", 20, 60_000),
                conference("POST", "heartbeat", 20, 60_000),
                conference("POST", "state", 60, 60_000),
                conference("POST", "decline", 10, 60_000),
                conference("POST", "rename", 10, 60_000),
                conference("POST", "add-participants", 5, 60_000),
                conference("POST", "end", 10, 60_000),
                new Endpoint("GET", "video-conference.joinable", 30, 60_000, false, false),
                new Endpoint("POST", "video-conference.join", 2, 5_000, true, true),
                videoChat("POST", "start", 3, 60_000),
                videoChat("POST", "schedule", 3, 60_000),
                videoChat("POST", "start-scheduled", 10, 60_000),
                new Endpoint("POST", "video-chat.join", 2, 5_000, true, true),
                videoChat("POST", "leave", 20, 60_000),
                videoChat("GET", "info", 15, 3_000),
                videoChat("GET", "participants", 15, 3_000),
                videoChat("POST", "edit-participant", 60, 60_000),
                videoChat("POST", "check", 60, 60_000),
                videoChat("POST", "invite", 10, 60_000),
                videoChat("POST", "reset-invites", 10, 60_000),
                videoChat("GET", "join-as", 15, 3_000),
                videoChat("POST", "subscribe", 60, 60_000),
                videoChat("POST", "end", 10, 60_000),
                new Endpoint("GET", "video-conference.events", 60, 60_000, true, true),
                new Endpoint("POST", "video-conference.events-ticket", 60, 60_000, true, true),
                new Endpoint("GET", "video-chat.events", 60, 60_000, true, true),
                new Endpoint("POST", "video-chat.events-ticket", 60, 60_000, true, true),
                new Endpoint("GET", "operator.events", 60, 60_000, false, false),
                new Endpoint("POST", "operator.events-ticket", 60, 60_000, false, false),
                new Endpoint("POST", "login", 10, 60_000, true, true),
                new Endpoint("POST", "logout", 10, 60_000, false, false),
                new Endpoint("GET", "me", 10, 60_000, false, false),
                new Endpoint("GET", "info", 10, 60_000, true, false));
    }

    private static Endpoint conference(String method, String name, int limit, long windowMillis) {
        return new Endpoint(method, "video-conference." + name, limit, windowMillis, false, true);
    }

    private static Endpoint videoChat(String method, String name, int limit, long windowMillis) {
        return new Endpoint(method, "video-chat." + name, limit, windowMillis, false, true);
    }

    static Stream<Endpoint> closedEndpoints() {
        return endpoints().filter(endpoint -> !endpoint.open);
    }

    static Stream<Endpoint> endpointsWithParameters() {
        return endpoints().filter(Endpoint::hasParameters);
    }

    @ParameterizedTest
    @MethodSource("closedEndpoints")
    void needsALogin(Endpoint endpoint) {
        assertUnauthorized(endpoint.call(RestAssured.given(), "{}"));
    }

    static void assertUnauthorized(Response response) {
        response.then().statusCode(401).contentType("application/json")
                .body("success", equalTo(false))
                .body("error", equalTo(LOGIN_FIRST))
                .body("status", equalTo("error"))
                .body("message", equalTo(LOGIN_FIRST))
                .header(RateLimitHeaders.LIMIT, nullValue());
    }

    @ParameterizedTest
    @MethodSource("endpointsWithParameters")
    void saysWhatIsMissing(Endpoint endpoint) {
        endpoint.call(as(Accounts.jane()).header("X-Forwarded-For", anyAddress()), "{}")
                .then().statusCode(400).contentType("application/json")
                .body("error", matchesPattern("must have required property '\\w+' \\[invalid-params]"))
                .body("errorType", equalTo("invalid-params"))
                .body("success", equalTo(false));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void limitsHowOftenItIsCalledAndCountsMistakesToo(Endpoint endpoint) {
        Account user = Accounts.member(FRESH.getAndIncrement());
        String address = anyAddress();
        for (int i = 1; i <= endpoint.limit; i++) {
            endpoint.call(as(user).header("X-Forwarded-For", address), "{}").then()
                    .header(RateLimitHeaders.LIMIT, equalTo(String.valueOf(endpoint.limit)))
                    .header(RateLimitHeaders.REMAINING, equalTo(String.valueOf(endpoint.limit - i)));
        }
        long now = System.currentTimeMillis();
        Response refused = endpoint.call(as(user).header("X-Forwarded-For", address), "not even JSON");
        long wait = Long.parseLong(refused.header("Retry-After"));
        refused.then().statusCode(429).contentType("application/json")
                .body("success", equalTo(false))
                .body("error", equalTo(endpoint.tooMany(wait)))
                .body("errorType", equalTo("error-too-many-requests"))
                .header(RateLimitHeaders.REMAINING, equalTo("0"));
        assertThat(wait).isBetween(1L, endpoint.windowMillis / 1000);
        assertThat(Long.parseLong(refused.header(RateLimitHeaders.RESET)))
                .isBetween(now, now + endpoint.windowMillis + 1000);
    }

    /** The names of the headers, as clients know them. */
    static final class RateLimitHeaders {
        static final String LIMIT = "X-RateLimit-Limit";
        static final String REMAINING = "X-RateLimit-Remaining";
        static final String RESET = "X-RateLimit-Reset";

        private RateLimitHeaders() {
        }
    }
}
