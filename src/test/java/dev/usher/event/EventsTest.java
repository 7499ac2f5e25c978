package dev.usher.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.event.EventStreamClient.Event;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

/** Looking on at calls. */
@QuarkusTest
@TestProfile(EventsTest.Profile.class)
class EventsTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of("usher.events.heartbeat", "200ms");
        }
    }

    private final Account jane = Accounts.jane();
    private final Account john = Accounts.john();

    private static EventStreamClient watch(Account user, String callId) {
        return EventStreamClient.open("video-conference.events?callId=" + callId, user);
    }

    private static String ticket(Account user, String callId) {
        return Api.call(as(user), "video-conference.events-ticket", callId).then().statusCode(200)
                .body("expiresIn", equalTo(30)).extract().path("ticket");
    }

    private static void rename(Account user, String callId, String title) {
        Api.post(as(user), "video-conference.rename", Map.of("callId", callId, "title", title))
                .then().statusCode(200);
    }

    @Test
    void theFirstEventIsTheStateOfTheCall() {
        String callId = Api.start(jane, Map.of("roomId", "general", "title", "Weekly"));
        Api.join(as(john), callId, Map.of("mic", true, "cam", false)).then().statusCode(200);
        try (EventStreamClient stream = watch(jane, callId)) {
            Event snapshot = stream.next("snapshot");
            assertThat(snapshot.id()).isEqualTo("1");
            JsonPath json = snapshot.json();
            assertThat(json.getString("callId")).isEqualTo(callId);
            assertThat(json.getString("call.id")).isEqualTo(callId);
            assertThat(json.getString("call.type")).isEqualTo("videoconference");
            assertThat(json.getString("call.title")).isEqualTo("Weekly");
            assertThat(json.getString("call.status")).isEqualTo("started");
            assertThat(json.getInt("call.present")).isOne();
            assertThat(json.getString("call.createdBy.username")).isEqualTo("jane");
            assertThat(json.getList("participants.id")).containsExactly(john.userId());
            assertThat(json.getMap("participants[0].state")).isEqualTo(Map.of("mic", true, "cam", false));
            assertThat(json.getString("participants[0].kind")).isEqualTo("user");
        }
    }

    @Test
    void everyChangeIsAnEventWithTheCallsVersion() {
        String callId = Api.start(jane);
        try (EventStreamClient stream = watch(jane, callId)) {
            stream.next("snapshot");
            Api.join(as(john), callId, Map.of("mic", true)).then().statusCode(200);
            Api.post(as(john), "video-conference.state", Map.of("callId", callId, "state", Map.of("mic", false)))
                    .then().statusCode(200);
            rename(jane, callId, "Other");
            Api.call(as(john), "video-conference.leave", callId).then().statusCode(200);
            Api.join(as(jane), callId).then().statusCode(200);
            Api.call(as(jane), "video-conference.end", callId).then().statusCode(200);

            List<Event> events = stream.next(7);
            assertThat(events).extracting(Event::type).containsExactly("participant-joined", "participant-state",
                    "call-renamed", "participant-left", "participant-joined", "participant-left", "call-ended");
            assertThat(events).extracting(Event::id).containsExactly("1", "2", "3", "4", "5", "5", "6");
            JsonPath joined = events.get(0).json();
            assertThat(joined.getString("participant.id")).isEqualTo(john.userId());
            assertThat(joined.getString("participant.username")).isEqualTo("john");
            assertThat(joined.getBoolean("participant.state.mic")).isTrue();
            assertThat(joined.getInt("present")).isOne();
            assertThat(Instant.ofEpochMilli(joined.getLong("at"))).isBetween(Instant.now().minusSeconds(60),
                    Instant.now().plusSeconds(60));
            assertThat(events.get(1).json().getBoolean("participant.state.mic")).isFalse();
            assertThat(events.get(2).json().getString("call.title")).isEqualTo("Other");
            assertThat(events.get(3).json().getString("reason")).isEqualTo("left");
            assertThat(events.get(5).json().getString("reason")).isEqualTo("call-ended");
            assertThat(events.get(6).json().getString("call.status")).isEqualTo("ended");
            stream.awaitEnd();
        }
    }

    @Test
    void aCallThatIsOverIsShownOnce() {
        String callId = Api.start(jane);
        Api.call(as(jane), "video-conference.end", callId).then().statusCode(200);
        try (EventStreamClient stream = watch(jane, callId)) {
            assertThat(stream.next("snapshot").json().getString("call.status")).isEqualTo("ended");
            stream.awaitEnd();
        }
    }

    @Test
    void theCalleesAnswerShowsAndTheirRefusalEndsTheCall() {
        Map<String, ?> wish = Map.of("roomId", jane.userId() + john.userId(), "allowRinging", true);
        String answered = Api.start(jane, wish);
        try (EventStreamClient stream = watch(john, answered)) {
            assertThat(stream.next("snapshot").json().getString("call.status")).isEqualTo("calling");
            Api.join(as(john), answered).then().statusCode(200);
            stream.next("participant-joined");
        }
        String declined = Api.start(jane, wish);
        try (EventStreamClient stream = watch(jane, declined)) {
            stream.next("snapshot");
            Api.call(as(john), "video-conference.decline", declined).then().statusCode(200);
            assertThat(stream.next("call-ended").json().getString("call.status")).isEqualTo("declined");
        }
    }

    @Test
    void whoComesBackWithTheLastIdMissesNothing() {
        String callId = Api.start(jane);
        String last;
        try (EventStreamClient stream = watch(jane, callId)) {
            stream.next("snapshot");
            rename(jane, callId, "1");
            last = stream.next("call-renamed").id();
        }
        rename(jane, callId, "2");
        rename(jane, callId, "3");
        String path = "video-conference.events?callId=" + callId;
        for (EventStreamClient back : List.of(
                EventStreamClient.open(path, jane, Map.of("Last-Event-ID", last)),
                EventStreamClient.open(path + "&lastEventId=" + last, jane))) {
            try (back) {
                assertUpToDate(back, "3");
                rename(jane, callId, "3");
                assertThat(back.next("call-renamed").json().getString("call.title")).isEqualTo("3");
            }
        }
    }

    /** One after the other, or, where the events are not kept, the state. */
    void assertUpToDate(EventStreamClient back, String title) {
        assertThat(back.next("call-renamed").json().getString("call.title")).isEqualTo("2");
        assertThat(back.next("call-renamed").json().getString("call.title")).isEqualTo(title);
    }

    @Test
    void whoComesBackWithAnIdThatIsNoneGetsASnapshot() {
        String callId = Api.start(jane);
        for (String id : List.of("99", "-1", "none", "9".repeat(30))) {
            try (EventStreamClient stream = EventStreamClient.open("video-conference.events?callId=" + callId, jane,
                    Map.of("Last-Event-ID", id))) {
                stream.next("snapshot");
            }
        }
    }

    @Test
    void whereNothingHappensSomethingIsSent() {
        try (EventStreamClient stream = watch(jane, Api.start(jane))) {
            stream.next("snapshot");
            Awaitility.await().until(() -> stream.comments() >= 2);
        }
    }

    @Test
    void aTicketStandsForItsOwnerOnce() {
        String callId = Api.start(jane);
        String path = "video-conference.events?callId=" + callId + "&ticket=" + ticket(jane, callId);
        try (EventStreamClient stream = EventStreamClient.open(path, null)) {
            stream.next("snapshot");
        }
        asGuest().get("/api/v1/" + path).then().statusCode(401);
    }

    @Test
    void aTicketIsForOneCall() {
        String other = Api.start(jane);
        String callId = Api.start(jane);
        asGuest().get("/api/v1/video-conference.events?callId=" + other + "&ticket=" + ticket(jane, callId))
                .then().statusCode(401).contentType("application/json").body("success", equalTo(false));
        Stream.of("", "x", "a".repeat(43)).forEach(none -> asGuest()
                .get("/api/v1/video-conference.events?callId=" + callId + "&ticket=" + none).then().statusCode(401));
    }

    @Test
    void aTicketIsASecretOfTheRightForm() {
        String callId = Api.start(jane);
        assertThat(ticket(jane, callId)).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(ticket(jane, callId));
        Api.call(as(jane), "video-conference.events-ticket", callId).then()
                .header("Cache-Control", equalTo("no-store"));
    }

    @Test
    void onlyThoseWhoMayJoinLookOn() {
        String closed = Api.start(jane, Map.of("roomId", Api.anyRoom(), "guests", false));
        asGuest().get("/api/v1/video-conference.events?callId=" + closed).then().statusCode(404);
        Api.call(asGuest(), "video-conference.events-ticket", closed).then().statusCode(404);
        String open = Api.start(jane);
        String ticket = Api.call(asGuest(), "video-conference.events-ticket", open).then().statusCode(200)
                .body("ticket", matchesPattern("[A-Za-z0-9_-]{43}")).extract().path("ticket");
        try (EventStreamClient stream = EventStreamClient.open(
                "video-conference.events?callId=" + open + "&ticket=" + ticket, null)) {
            stream.next("snapshot");
        }
    }

    @Test
    void whatCannotBeLookedAtIsAnErrorAndNoStream() {
        Stream.of("video-conference.events?callId=none", "video-conference.events?callId=1")
                .forEach(path -> as(jane).accept("text/event-stream").get("/api/v1/" + path)
                        .then().statusCode(404).contentType("application/json").body("success", equalTo(false)));
        as(jane).accept("text/event-stream").get("/api/v1/video-conference.events").then().statusCode(400)
                .body("errorType", equalTo("invalid-params"));
        as(jane).accept("text/event-stream").get("/api/v1/video-conference.events?callId=a&callId=b").then()
                .statusCode(400);
        as(new Account(jane.userId(), "wrong")).get("/api/v1/video-conference.events?callId=none").then()
                .statusCode(401);
        as(jane).get("/api/v1/video-chat.events?id=none").then().statusCode(400)
                .body("errorType", equalTo("GROUPCALL_INVALID"));
        Api.post(as(jane), "video-chat.events-ticket", Map.of("id", "1")).then().statusCode(400)
                .body("errorType", equalTo("GROUPCALL_INVALID"));
    }

    @Test
    void theEventsOfAVideoChatTellWhenItBegins() {
        String id = Api.post(as(jane), "video-chat.schedule", Map.of("roomId", Api.anyRoom(), "title", "Later",
                "startAt", Instant.now().getEpochSecond() + 3600)).then().statusCode(200)
                .extract().path("videoChat.id");
        String ticket = Api.post(as(john), "video-chat.events-ticket", Map.of("id", id)).then().statusCode(200)
                .extract().path("ticket");
        try (EventStreamClient stream = EventStreamClient.open("video-chat.events?id=" + id + "&ticket=" + ticket,
                null)) {
            JsonPath snapshot = stream.next("snapshot").json();
            assertThat(snapshot.getString("call.type")).isEqualTo("video-chat");
            assertThat(snapshot.getString("call.mode")).isEqualTo("video");
            assertThat(snapshot.getString("call.status")).isEqualTo("scheduled");
            Api.post(as(jane), "video-chat.start-scheduled", Map.of("id", id)).then().statusCode(200);
            assertThat(stream.next("call-started").json().getString("call.status")).isEqualTo("started");
        }
    }

    @Test
    void operatorsSeeAllCalls() {
        String before = Api.start(jane);
        String ticket = Api.post(as(Accounts.admin()), "operator.events-ticket", Map.of()).then().statusCode(200)
                .extract().path("ticket");
        try (EventStreamClient stream = EventStreamClient.open("operator.events?ticket=" + ticket, null)) {
            JsonPath overview = stream.next("overview").json();
            assertThat(overview.getList("providers.name")).containsExactly("googlemeet");
            assertThat(overview.getBoolean("providers[0].active")).isTrue();
            assertThat(overview.getBoolean("providers[0].up")).isTrue();
            assertThat(overview.getBoolean("mediaServer.configured")).isFalse();
            assertThat(overview.getLong("joins")).isNotNegative();
            assertThat(stream.next("snapshot").json().getList("calls.call.id")).contains(before);
            String callId = Api.start(jane);
            Api.join(as(john), callId).then().statusCode(200);
            assertThat(nextOf(stream, callId).type()).isEqualTo("call-started");
            assertThat(nextOf(stream, callId).type()).isEqualTo("participant-joined");
            assertThat(nextOf(stream, null).type()).isEqualTo("overview");
        }
    }

    private static Event nextOf(EventStreamClient stream, String callId) {
        Event event = stream.next();
        while (!(callId == null ? event.type().equals("overview")
                : callId.equals(event.json().getString("callId")))) {
            event = stream.next();
        }
        return event;
    }

    @Test
    void nobodyElseSeesAllCalls() {
        Api.post(as(jane), "operator.events-ticket", Map.of()).then().statusCode(403);
        as(jane).get("/api/v1/operator.events").then().statusCode(403);
        asGuest().get("/api/v1/operator.events").then().statusCode(401);
        Api.post(asGuest(), "operator.events-ticket", Map.of()).then().statusCode(401);
        asGuest().get("/api/v1/operator.events?ticket=" + ticket(jane, Api.start(jane))).then().statusCode(401);
    }
}
