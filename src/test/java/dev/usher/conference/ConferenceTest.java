package dev.usher.conference;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@TestProfile(UsherProfile.class)
class ConferenceTest {

    static final String ISO_MILLIS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();

    @Test
    void startTellsWhatHasBegun() {
        Api.post(as(jane), "video-conference.start", Map.of("roomId", "general", "title", "Weekly"))
                .then().statusCode(200)
                .contentType("application/json")
                .body("data.type", equalTo("videoconference"))
                .body("data.callId", matchesPattern("[0-9a-f]{24}"))
                .body("data.rid", equalTo("general"))
                .body("data.providerName", equalTo("googlemeet"))
                .body("data.calleeId", nullValue())
                .body("success", equalTo(true));
    }

    @Test
    void joinTakesAUserToTheConference() {
        String callId = Api.start(jane, Map.of("roomId", "general"));
        Api.join(as(john), callId, Map.of("mic", true, "cam", false))
                .then().statusCode(200)
                .body("url", equalTo("http://g.co/meet/RocketChat_" + callId))
                .body("providerName", equalTo("googlemeet"))
                .body("callId", equalTo(callId))
                .body("rid", equalTo("general"))
                .body("guestToken", nullValue())
                .body("success", equalTo(true));
    }

    @Test
    void theDocumentedExampleJoins() {
        String callId = Api.start(jane);
        String example = """
                {
                  "callId": "697887e3c8b0533020781a4a",
                  "state": {
                    "mic": "true",
                    "cam": "true"
                  }
                }""".replace("697887e3c8b0533020781a4a", callId);
        as(john).contentType(ContentType.JSON).body(example).post("/api/v1/video-conference.join")
                .then().statusCode(200).body("url", equalTo("http://g.co/meet/RocketChat_" + callId));
        Api.info(jane, callId).then().body("users[0].state.mic", equalTo(true))
                .body("users[0].state.cam", equalTo(true));
    }

    @Test
    void infoShowsTheCallWithItsUsersAndTheirDevices() {
        String callId = Api.start(jane, Map.of("roomId", "general", "title", "Weekly"));
        Api.join(as(jane), callId, Map.of("mic", true, "cam", false)).then().statusCode(200);
        Api.join(as(john), callId).then().statusCode(200);

        Api.info(john, callId).then().statusCode(200)
                .body("_id", equalTo(callId))
                .body("type", equalTo("videoconference"))
                .body("rid", equalTo("general"))
                .body("status", equalTo(1))
                .body("title", equalTo("Weekly"))
                .body("messages", equalTo(Map.of()))
                .body("url", equalTo("http://g.co/meet/RocketChat_" + callId))
                .body("createdBy", equalTo(Map.of("_id", jane.userId(), "username", "jane", "name", "Jane Doe")))
                .body("createdAt", matchesPattern(ISO_MILLIS))
                .body("_updatedAt", matchesPattern(ISO_MILLIS))
                .body("providerName", equalTo("googlemeet"))
                .body("anonymousUsers", equalTo(0))
                .body("users", hasSize(2))
                .body("users[0]._id", equalTo(jane.userId()))
                .body("users[0].username", equalTo("jane"))
                .body("users[0].name", equalTo("Jane Doe"))
                .body("users[0].avatarETag", nullValue())
                .body("users[0].ts", matchesPattern(ISO_MILLIS))
                .body("users[0].state", equalTo(Map.of("mic", true, "cam", false)))
                .body("users[1]._id", equalTo(john.userId()))
                .body("users[1].state.mic", nullValue())
                .body("capabilities.mic", equalTo(false))
                .body("providerData", nullValue())
                .body("endedAt", nullValue())
                .body("success", equalTo(true));
    }

    @Test
    void joiningAgainReplacesTheDevicesAndKeepsOneEntry() {
        String callId = Api.start(jane);
        Api.join(as(john), callId, Map.of("mic", true, "cam", true)).then().statusCode(200);
        Api.join(as(john), callId, Map.of("mic", false)).then().statusCode(200);
        JsonPath info = Api.info(jane, callId).jsonPath();
        assertThat(info.getList("users")).hasSize(1);
        assertThat(info.getBoolean("users[0].state.mic")).isFalse();
        assertThat(info.<Object>get("users[0].state.cam")).isNull();
    }

    @Test
    void guestsAreCountedAndRecognisedByTheirToken() {
        String callId = Api.start(jane);
        String token = Api.join(asGuest(), callId).then().statusCode(200).extract().path("guestToken");
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        Api.join(asGuest(token), callId).then().statusCode(200).body("guestToken", equalTo(token));
        Api.info(jane, callId).then().body("anonymousUsers", equalTo(1)).body("users", empty());

        Api.join(asGuest(), callId).then().statusCode(200);
        Api.info(jane, callId).then().body("anonymousUsers", equalTo(2));

        Api.post(asGuest(token), "video-conference.state", Map.of("callId", callId, "state", Map.of("mic", true)))
                .then().statusCode(200).body("state.mic", equalTo(true));
        Api.call(asGuest(token), "video-conference.heartbeat", callId).then().statusCode(200);
        Api.call(asGuest(token), "video-conference.leave", callId).then().statusCode(200)
                .body(equalTo("{\"success\":true}"));
    }

    @Test
    void aGuestMayHaveANameWhichChangesNothingElse() {
        String callId = Api.start(jane);
        String token = Api.post(asGuest(), "video-conference.join", Map.of("callId", callId, "name", " Ann "))
                .then().statusCode(200).extract().path("guestToken");
        Api.post(asGuest(token), "video-conference.join", Map.of("callId", callId, "name", "Bob")).then()
                .statusCode(200).body("guestToken", equalTo(token));
        Api.post(as(john), "video-conference.join", Map.of("callId", callId, "name", "Somebody Else")).then()
                .statusCode(200);
        Api.info(jane, callId).then().body("anonymousUsers", equalTo(1))
                .body("users.name", equalTo(List.of("john")));
    }

    @Test
    void aCallMayBeClosedToGuests() {
        String callId = Api.start(jane, Map.of("roomId", "general", "guests", false));
        Api.join(asGuest(), callId).then().statusCode(400)
                .body(equalTo("{\"success\":false,\"error\":\"invalid-params\"}"));
        Api.join(as(john), callId).then().statusCode(200);
    }

    @Test
    void aCallBetweenTwoRingsAtTheOther() {
        String callId = Api.post(as(jane), "video-conference.start",
                Map.of("roomId", jane.userId() + john.userId(), "allowRinging", true))
                .then().statusCode(200)
                .body("data.type", equalTo("direct"))
                .body("data.calleeId", equalTo(john.userId()))
                .body("data.rid", nullValue())
                .extract().path("data.callId");
        Api.info(john, callId).then().body("status", equalTo(0)).body("ringing", equalTo(true))
                .body("anonymousUsers", nullValue());
        Api.join(asGuest(), callId).then().statusCode(400);
        Api.join(as(jane), callId).then().statusCode(200);
        Api.info(john, callId).then().body("status", equalTo(0));
        Api.join(as(john), callId).then().statusCode(200);
        Api.info(john, callId).then().body("status", equalTo(1)).body("ringing", equalTo(false));
        Api.call(as(jane), "video-conference.cancel", callId).then().statusCode(400)
                .body("error", equalTo("invalid-call-status"));
    }

    @Test
    void withoutRingingOrWithStrangersACallIsNotDirect() {
        String room = john.userId() + jane.userId();
        for (Map<String, ?> wish : List.of(
                Map.of("roomId", room),
                Map.of("roomId", room, "allowRinging", false),
                Map.of("roomId", jane.userId() + "somebody", "allowRinging", true),
                Map.of("roomId", jane.userId() + jane.userId(), "allowRinging", true))) {
            Api.post(as(jane), "video-conference.start", wish).then().statusCode(200)
                    .body("data.type", equalTo("videoconference"));
        }
    }

    @Test
    void cancelEndsADirectCallThatStillRings() {
        String callId = Api.start(jane, Map.of("roomId", john.userId() + jane.userId(), "allowRinging", true));
        Api.call(as(jane), "video-conference.cancel", callId).then().statusCode(200)
                .body(equalTo("{\"success\":true}"));
        Api.info(john, callId).then().body("status", equalTo(4)).body("ringing", equalTo(false))
                .body("endedBy._id", equalTo(jane.userId())).body("endedAt", matchesPattern(ISO_MILLIS));
        Api.join(as(john), callId).then().statusCode(400).body("error", equalTo("call-ended"));
    }

    @Test
    void cancelLeavesOtherCallsAlone() {
        String callId = Api.start(jane);
        Api.call(as(jane), "video-conference.cancel", callId).then().statusCode(400)
                .body(equalTo("{\"success\":false,\"error\":\"invalid-call\"}"));
    }

    @Test
    void theCalleeDeclines() {
        String callId = Api.start(jane, Map.of("roomId", jane.userId() + john.userId(), "allowRinging", true));
        Api.call(as(john), "video-conference.decline", callId).then().statusCode(200);
        Api.info(jane, callId).then().body("status", equalTo(4)).body("endedBy._id", equalTo(john.userId()))
                .body("users[0].declined", equalTo(true)).body("users[0].joined", equalTo(false));
    }

    @Test
    void whoLeavesIsStillListedAsHavingLeft() {
        String callId = Api.start(jane);
        Api.join(as(john), callId).then().statusCode(200);
        Api.call(as(john), "video-conference.leave", callId).then().statusCode(200);
        Api.call(as(john), "video-conference.leave", callId).then().statusCode(200);
        Api.info(jane, callId).then().body("users", hasSize(1))
                .body("users[0].leftAt", matchesPattern(ISO_MILLIS)).body("users[0].leftReason", equalTo("left"));
        Api.call(as(jane), "video-conference.leave", callId).then().statusCode(400)
                .body("error", equalTo("not-a-participant"));
    }

    @Test
    void devicesChangeDuringTheCall() {
        String callId = Api.start(jane);
        Api.join(as(john), callId, Map.of("mic", true, "cam", true)).then().statusCode(200);
        Api.post(as(john), "video-conference.state", Map.of("callId", callId, "state", Map.of("mic", "false")))
                .then().statusCode(200)
                .body("state", equalTo(Map.of("mic", false, "cam", true)));
        Api.info(jane, callId).then().body("users[0].state", equalTo(Map.of("mic", false, "cam", true)));
    }

    @Test
    void theCreatorEndsAndRenamesOthersMayNot() {
        String callId = Api.start(jane, Map.of("roomId", "general", "title", "Before"));
        for (String endpoint : List.of("video-conference.end", "video-conference.rename")) {
            Map<String, String> request = endpoint.endsWith("end") ? Map.of("callId", callId)
                    : Map.of("callId", callId, "title", "After");
            Api.post(as(john), endpoint, request).then().statusCode(403)
                    .body(equalTo("{\"success\":false,\"error\":\"Not allowed\"}"));
        }
        Api.post(as(jane), "video-conference.rename", Map.of("callId", callId, "title", "After"))
                .then().statusCode(200);
        Api.call(as(jane), "video-conference.end", callId).then().statusCode(200);
        Api.info(john, callId).then().body("title", equalTo("After")).body("status", equalTo(3))
                .body("endedBy.username", equalTo("jane"));
        Api.call(as(jane), "video-conference.end", callId).then().statusCode(400)
                .body("error", equalTo("call-ended"));
    }

    @Test
    void adminsEndAnyCall() {
        String callId = Api.start(jane);
        Api.call(as(Accounts.admin()), "video-conference.end", callId).then().statusCode(200);
        Api.info(jane, callId).then().body("endedBy.username", equalTo("admin"));
    }

    @Test
    void addedUsersAreMembersBeforeTheyJoin() {
        String callId = Api.start(jane);
        Api.post(as(jane), "video-conference.add-participants",
                Map.of("callId", callId, "users", List.of("john", jane.userId(), "nobody")))
                .then().statusCode(200)
                .body("added._id", contains(john.userId(), jane.userId()))
                .body("success", equalTo(true));
        Api.info(jane, callId).then().body("users.joined", contains(false, false));
        Api.join(as(john), callId).then().statusCode(200);
        Api.info(jane, callId).then().body("users", hasSize(2)).body("users[0].joined", equalTo(true));
    }

    @Test
    void joinableListsOpenCalls() {
        String open = Api.start(jane);
        String ended = Api.start(jane);
        Api.call(as(jane), "video-conference.end", ended).then().statusCode(200);
        Api.get(as(john), "video-conference.joinable", Map.of()).then().statusCode(200)
                .body("calls._id", hasItem(open))
                .body("calls._id", not(hasItem(ended)))
                .body("success", equalTo(true));
    }

    @Test
    void listPagesARoomsCallsNewestFirst() {
        String room = Api.anyRoom();
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> Api.start(jane, Map.of("roomId", room))).toList();
        Api.get(as(john), "video-conference.list", Map.of("roomId", room, "offset", 1, "count", 2))
                .then().statusCode(200)
                .body("data._id", contains(ids.get(3), ids.get(2)))
                .body("count", equalTo(2))
                .body("offset", equalTo(1))
                .body("total", equalTo(5))
                .body("data[0].capabilities", nullValue());
        Api.get(as(john), "video-conference.list", Map.of("roomId", room)).then().body("count", equalTo(5));
        Api.get(as(john), "video-conference.list", Map.of("roomId", Api.anyRoom())).then().statusCode(200)
                .body("data", empty()).body("total", equalTo(0));
    }

    @Test
    void listUnderstandsNumbersAsQueriesWriteThem() {
        String room = Api.anyRoom();
        Api.start(jane, Map.of("roomId", room));
        Map<String, Integer> offsets = Map.of("", 0, "1.5", 1, "-1", 0, "0", 0, "1e2", 100);
        offsets.forEach((text, offset) ->
                Api.get(as(jane), "video-conference.list", Map.of("roomId", room, "offset", text))
                        .then().statusCode(200).body("offset", equalTo(offset)));
        Api.get(as(jane), "video-conference.list", Map.of("roomId[]", room, "count", "0")).then().statusCode(200)
                .body("count", equalTo(1));
    }

    @Test
    void providersAndCapabilitiesDescribeWhatIsConfigured() {
        Api.get(as(jane), "video-conference.providers", Map.of("ignored", "x")).then().statusCode(200)
                .body(equalTo("{\"data\":[{\"key\":\"googlemeet\",\"label\":\"GoogleMeet\"}],\"success\":true}"));
        Api.get(as(jane), "video-conference.capabilities", Map.of()).then().statusCode(200)
                .body("providerName", equalTo("googlemeet"))
                .body("capabilities", equalTo(
                        Map.of("mic", false, "cam", false, "title", false, "persistentChat", false)));
    }

    @Test
    void unknownCallsAreSaidAsEachEndpointsGenerationSaysThem() {
        String unknown = "0123456789abcdef01234567";
        for (String endpoint : List.of("join", "cancel")) {
            Api.call(as(jane), "video-conference." + endpoint, unknown).then().statusCode(400)
                    .body(equalTo("{\"success\":false,\"error\":\"invalid-params\"}"));
        }
        Api.info(jane, unknown).then().statusCode(400)
                .body(equalTo("{\"success\":false,\"error\":\"invalid-params\"}"));
        for (String endpoint : List.of("leave", "heartbeat", "decline", "end")) {
            Api.call(as(jane), "video-conference." + endpoint, unknown).then().statusCode(404)
                    .body(equalTo("{\"success\":false,\"error\":\"Resource not found\"}"));
        }
    }
}
