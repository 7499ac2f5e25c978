package dev.usher;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import dev.usher.identity.Accounts.Account;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Requests as clients of Rocket.Chat make them. */
public final class Api {

    private static final String BASE = "/api/v1/";

    private Api() {
    }

    /** A request of a user. */
    public static RequestSpecification as(Account account) {
        return RestAssured.given().header("X-User-Id", account.userId()).header("X-Auth-Token", account.token());
    }

    /** A request without credentials, from an address where nobody was before. */
    public static RequestSpecification asGuest() {
        return RestAssured.given().header("X-Forwarded-For", anyAddress());
    }

    /** A request of a guest who was here before. */
    public static RequestSpecification asGuest(String guestToken) {
        return asGuest().header("X-Guest-Token", guestToken);
    }

    public static String anyAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "10.%d.%d.%d".formatted(random.nextInt(256), random.nextInt(256), random.nextInt(1, 255));
    }

    public static Response post(RequestSpecification by, String endpoint, Object body) {
        return by.contentType(ContentType.JSON).body(body).post(BASE + endpoint);
    }

    public static Response get(RequestSpecification by, String endpoint, Map<String, ?> query) {
        return by.queryParams(query).get(BASE + endpoint);
    }

    /** Starts a call and returns its id. */
    public static String start(Account creator, Map<String, ?> wish) {
        return post(as(creator), "video-conference.start", wish).then().statusCode(200).extract().path("data.callId");
    }

    /** Starts a call in a room of its own and returns its id. */
    public static String start(Account creator) {
        return start(creator, Map.of("roomId", anyRoom()));
    }

    public static String anyRoom() {
        return "room" + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    }

    public static Response join(RequestSpecification by, String callId) {
        return post(by, "video-conference.join", Map.of("callId", callId));
    }

    public static Response join(RequestSpecification by, String callId, Map<String, ?> state) {
        return post(by, "video-conference.join", Map.of("callId", callId, "state", state));
    }

    /** A request that names no more than a call. */
    public static Response call(RequestSpecification by, String endpoint, String callId) {
        return post(by, endpoint, Map.of("callId", callId));
    }

    public static Response info(Account user, String callId) {
        return get(as(user), "video-conference.info", Map.of("callId", callId));
    }
}
