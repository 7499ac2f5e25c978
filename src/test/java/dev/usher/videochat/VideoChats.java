package dev.usher.videochat;

import java.util.HashMap;
import java.util.Map;

import dev.usher.Api;
import dev.usher.identity.Accounts.Account;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import static dev.usher.Api.as;

/** Requests to the REST endpoints of video chats. */
final class VideoChats {

    private VideoChats() {
    }

    /** Starts a video chat in a room of its own and returns its id. */
    static String start(Account creator, Map<String, ?> wish) {
        Map<String, Object> body = new HashMap<>(Map.of("roomId", Api.anyRoom()));
        body.putAll(wish);
        return Api.post(as(creator), "video-chat.start", body).then().statusCode(200).extract().path("videoChat.id");
    }

    static String start(Account creator) {
        return start(creator, Map.of());
    }

    static Response join(Account user, String id, String params, Map<String, ?> options) {
        return join(as(user), id, params, options);
    }

    static Response join(RequestSpecification by, String id, String params, Map<String, ?> options) {
        Map<String, Object> body = new HashMap<>(Map.of("id", id, "params", params));
        body.putAll(options);
        return Api.post(by, "video-chat.join", body);
    }

    /** Joins as a guest with parameters that no other has, and returns the guest's token. */
    static String joinedAsGuest(String id, Map<String, ?> options) {
        return join(Api.asGuest(), id, WebRtcParameters.anyText(), options).then().statusCode(200)
                .extract().path("guestToken");
    }

    /** Makes an invite and returns its secret. */
    static String invite(Account by, String id, Map<String, ?> invite) {
        return post(by, "invite", id, invite).then().statusCode(200).extract().path("inviteHash");
    }

    static Response join(Account user, String id, String params) {
        return join(user, id, params, Map.of());
    }

    /** Joins with parameters that no other has, and returns them. */
    static String joined(Account user, String id, Map<String, ?> options) {
        String params = WebRtcParameters.anyText();
        join(user, id, params, options).then().statusCode(200);
        return params;
    }

    static String joined(Account user, String id) {
        return joined(user, id, Map.of());
    }

    /** A request that names a video chat, and more. */
    static Response post(Account user, String endpoint, String id, Map<String, ?> more) {
        return post(as(user), endpoint, id, more);
    }

    static Response post(RequestSpecification by, String endpoint, String id, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("id", id));
        body.putAll(more);
        return Api.post(by, "video-chat." + endpoint, body);
    }

    static Response post(Account user, String endpoint, String id) {
        return post(user, endpoint, id, Map.of());
    }

    static Response get(Account user, String endpoint, String id) {
        return get(as(user), endpoint, id);
    }

    static Response get(RequestSpecification by, String endpoint, String id) {
        return Api.get(by, "video-chat." + endpoint, Map.of("id", id));
    }

    static Response participants(Account user, String id) {
        return get(user, "participants", id);
    }

    static long version(Account user, String id) {
        return ((Number) get(user, "info", id).path("videoChat.version")).longValue();
    }
}
