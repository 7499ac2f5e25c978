package dev.usher.identity;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.usher.Api;
import dev.usher.identity.Accounts.Account;
import dev.usher.identity.FakeRocketChat.Mood;
import dev.usher.videochat.WebRtcParameters;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

/** The users and rooms of a workspace. */
@QuarkusTest
@TestProfile(RocketChatProfile.class)
class RocketChatIdentityTest {

    /** As far as one comes here: there is no media server. */
    private static final String NO_MEDIA_SERVER = "GROUPCALL_ADD_PARTICIPANTS_FAILED";
    private static final String LOGIN_NEEDED = "You must be logged in to do this.";

    FakeRocketChat workspace;

    @BeforeEach
    void cheerUp() {
        workspace.mood = Mood.GOOD;
    }

    @AfterEach
    void noTokenIsInTheLog() throws Exception {
        assertThat(Files.readString(RocketChatProfile.LOG)).doesNotContain(FakeRocketChat.SECRET);
    }

    private static Response me(Account user) {
        return as(user).get("/api/v1/me");
    }

    private static Response start(Account user, String room) {
        return Api.post(as(user), "video-conference.start", Map.of("roomId", room));
    }

    @Test
    void aUserOfTheWorkspaceStartsACallAndAnotherJoins() {
        Account one = workspace.user(Set.of("user", "auditor"), "general");
        me(one).then().statusCode(200).body("_id", equalTo(one.userId()))
                .body("roles", containsInAnyOrder("user", "auditor"));
        String callId = Api.start(one, Map.of("roomId", "general"));
        Account other = workspace.user("general");
        Api.join(as(other), callId).then().statusCode(200);
        Api.info(one, callId).then().statusCode(200).body("createdBy.name", equalTo(me(one).path("name")))
                .body("users[0]._id", equalTo(other.userId()))
                .body("users[0].username", equalTo(me(other).path("username")));
        Api.call(as(other), "video-conference.end", callId).then().statusCode(403);
        Api.call(as(workspace.user(Set.of("admin"), "general")), "video-conference.end", callId)
                .then().statusCode(200);
    }

    @Test
    void credentialsThatAreNotOnesOwnAreRefused() {
        Account user = workspace.user("general");
        Account other = workspace.user("general");
        for (Account wrong : List.of(
                new Account(user.userId(), FakeRocketChat.SECRET + "wrong"),
                new Account(user.userId(), other.token()),
                new Account("", user.token()),
                new Account(user.userId(), "with space"))) {
            me(wrong).then().statusCode(401).body("error", equalTo(LOGIN_NEEDED));
            start(wrong, "general").then().statusCode(401);
        }
        workspace.mood = Mood.MISTAKEN;
        me(user).then().statusCode(401);
        workspace.mood = Mood.REFUSING;
        me(other).then().statusCode(401);
    }

    @Test
    void aRoomThatMayNotBeEnteredLooksLikeAnUnknownCall() {
        String callId = Api.start(workspace.user("secret room/&?é"), Map.of("roomId", "secret room/&?é"));
        Account stranger = workspace.user("general");
        Response refused = Api.join(as(stranger), callId);
        Response unknown = Api.join(as(stranger), "0123456789abcdef01234567");
        assertThat(refused.statusCode()).isEqualTo(400).isEqualTo(unknown.statusCode());
        assertThat(refused.asString()).isEqualTo(unknown.asString());
        start(stranger, "secret room/&?é").then().statusCode(400).body("error", equalTo("invalid-params"));
        Api.post(as(stranger), "video-chat.start", Map.of("roomId", "secret room/&?é")).then().statusCode(400);
        assertThat(workspace.requests(stranger, "rooms.info?")).isEqualTo(1);
    }

    @Test
    void anInviteAdmitsWhomTheRoomOfAVideoChatDoesNot() {
        Account host = workspace.user("closed");
        String id = Api.post(as(host), "video-chat.start", Map.of("roomId", "closed")).path("videoChat.id");
        String invite = invite(host, Map.of("id", id, "role", "listener"));
        String brief = invite(host, Map.of("id", id, "role", "listener", "expiresIn", 1));
        assertJoinFails(workspace.user("general"), id, Map.of(), "GROUPCALL_INVALID");
        assertJoinFails(workspace.user("general"), id, Map.of("inviteHash", "wrong"), "GROUPCALL_INVALID");
        Awaitility.await().untilAsserted(() -> assertJoinFails(workspace.user("general"), id,
                Map.of("inviteHash", brief), "INVITE_HASH_EXPIRED"));
        assertJoinFails(workspace.user("general"), id, Map.of("inviteHash", invite), NO_MEDIA_SERVER);
        assertJoinFails(workspace.user("closed"), id, Map.of(), NO_MEDIA_SERVER);
    }

    private static String invite(Account host, Map<String, ?> invite) {
        return Api.post(as(host), "video-chat.invite", invite).then().statusCode(200).extract().path("inviteHash");
    }

    private static void assertJoinFails(Account user, String id, Map<String, String> options, String error) {
        Map<String, Object> body = new HashMap<>(Map.of("id", id, "params", WebRtcParameters.anyText()));
        body.putAll(options);
        assertThat(Api.post(as(user), "video-chat.join", body).<String>path("errorType")).isEqualTo(error);
    }

    @Test
    void aHundredRequestsAtTheSameTimeAskOnce() {
        Account user = workspace.user(Set.of(Roles.BYPASS_RATE_LIMIT), "general");
        workspace.mood = Mood.SLOW;
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                URI.create(RestAssured.baseURI + ":" + RestAssured.port
                        + "/api/v1/video-conference.list?roomId=general"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("X-User-Id", user.userId()).header("X-Auth-Token", user.token()).build();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 100)
                .mapToObj(i -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString())).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(workspace.requests(user, "me")).isEqualTo(1);
        assertThat(workspace.requests(user, "rooms.info")).isEqualTo(1);
    }

    @Test
    void answersAreKeptForAShortTime() {
        Account user = workspace.user("general");
        me(user).then().statusCode(200);
        me(user).then().statusCode(200);
        assertThat(workspace.requests(user, "me")).isEqualTo(1);
        workspace.revoke(user);
        Awaitility.await().pollInterval(Duration.ofSeconds(1))
                .atLeast(RocketChatProfile.CACHE_TIME.minusSeconds(2))
                .atMost(RocketChatProfile.CACHE_TIME.plusSeconds(2))
                .until(() -> me(user).statusCode() == 401);
        assertThat(workspace.requests(user, "me")).isEqualTo(2);
    }

    @Test
    void refusalsAreKeptForAShorterTime() {
        Account user = workspace.user("general");
        Account wrong = new Account(user.userId(), FakeRocketChat.SECRET + "forgotten");
        me(wrong).then().statusCode(401);
        me(wrong).then().statusCode(401);
        assertThat(workspace.requests(user, "me")).isEqualTo(1);
        me(user).then().statusCode(200);
        assertThat(workspace.requests(user, "me")).isEqualTo(2);
        Awaitility.await().pollInterval(Duration.ofMillis(200))
                .atMost(RocketChatProfile.NEGATIVE_CACHE_TIME.plusSeconds(1)).until(() -> {
                    me(wrong).then().statusCode(401);
                    return workspace.requests(user, "me") == 3;
                });
    }

    @Test
    void aTokenThatIsRevokedMeanwhileIsNoticedWhenARoomIsAskedFor() {
        Account user = workspace.user("general");
        me(user).then().statusCode(200);
        workspace.revoke(user);
        start(user, "general").then().statusCode(401);
        me(user).then().statusCode(401);
    }

    @Test
    void logoutIsPassedOn() {
        Account user = workspace.user("general");
        as(user).post("/api/v1/logout").then().statusCode(200).body("status", equalTo("success"));
        assertThat(workspace.requests(user, "logout")).isEqualTo(1);
        me(user).then().statusCode(401);
    }

    @Test
    void ushersOwnUsersNeedNoWorkspace() {
        workspace.mood = Mood.BROKEN;
        Api.post(asGuest(), "login", Map.of("user", "admin", "password", Accounts.ADMIN_PASSWORD)).then()
                .statusCode(200).body("data.me.username", equalTo("admin"));
        Response session = Api.post(asGuest(), "login", Map.of("user", "john", "password", Accounts.PASSWORD));
        Account john = new Account(session.path("data.userId"), session.path("data.authToken"));
        Api.join(as(john), Api.start(Accounts.jane())).then().statusCode(200);
        me(new Account(Accounts.jane().userId(), john.token())).then().statusCode(401);
        as(john).post("/api/v1/logout").then().statusCode(200);
        assertThat(workspace.requests(john, "")).isZero();
    }

    @Test
    void theWorkspacesTokensAreForNoLoginHere() {
        Account user = workspace.user("general");
        Api.post(asGuest(), "login", Map.of("resume", user.token())).then().statusCode(401);
        assertThat(workspace.requests(user, "")).isZero();
    }

    @Test
    void aConversationOfTwoIsCalledDirectly() {
        Account caller = workspace.user();
        Account callee = workspace.user();
        for (String room : List.of(caller.userId() + callee.userId(), callee.userId() + caller.userId())) {
            Api.post(as(caller), "video-conference.start", Map.of("roomId", room, "allowRinging", true)).then()
                    .statusCode(200).body("data.type", equalTo("direct"))
                    .body("data.calleeId", equalTo(callee.userId()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { ":", "%3A", "%3a" })
    void clientsOfMtkrutoSayIdAndToken(String colon) {
        Account user = workspace.user("general");
        mtkruto(user.userId() + colon + user.token()).then().statusCode(200).body("type", equalTo("active"));
        mtkruto(user.userId() + colon + FakeRocketChat.SECRET + "wrong").then().statusCode(400)
                .header("x-error-type", "input").body(equalTo("\"Invalid client ID\""));
        mtkruto(user.token()).then().statusCode(400).body(equalTo("\"Invalid client ID\""));
        mtkruto(user.userId() + colon + "line%0D%0Afeed").then().statusCode(400);
        mtkruto(Accounts.jane().token()).then().statusCode(200);
    }

    private static Response mtkruto(String clientId) {
        return RestAssured.given().urlEncodingEnabled(false).contentType("application/json")
                .body(List.of("general")).post("/mtkruto/user" + clientId + "/startVideoChat");
    }
}
