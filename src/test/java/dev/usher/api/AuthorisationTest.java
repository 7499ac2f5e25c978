package dev.usher.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.api.mtkruto.MtkrutoResource;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import dev.usher.identity.FakeRocketChat;
import dev.usher.identity.Token;
import dev.usher.media.janus.JanusServer;
import dev.usher.videochat.WebRtcParameters;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may do what with which call, beside a workspace with rooms that not everybody may enter, and with a real Janus.
 */
@QuarkusTest
@Tag("packaged")
@TestProfile(AuthorisationTest.Profile.class)
@Tag("slow")
class AuthorisationTest {

    /**
     * For each endpoint the status for a call (or room) of one's own, and after the slash for one that one may not see.
     * A dash is the answer to a call that does not exist, to the letter; {@code who} is MTKruto's for a client id that
     * is none.
     * <ul>
     * <li>nobody sends no credentials, expired those of a login that is over, mixed the id of one user with the token
     * of another;</li>
     * <li>a guest has joined the own call, with an invite if it is a video chat, or else another call;</li>
     * <li>strangers have not joined; a participant has, or has joined another call; a creator has started it, or
     * another call; admin is one of the workspace, who may enter the own room and not the other;</li>
     * <li>the operator is Usher's own admin, who may enter every room, so that both calls are alike.</li>
     * </ul>
     * The call of video-conference.cancel is a direct one, and its stranger the callee. $ticket and $invite are for
     * the own call, or else for another that one may see; $other is somebody else in the call.
     */
    private static final String TABLE = """
            endpoint                                 | request                                      | nobody  | expired | mixed   | guest   | stranger | participant | creator | admin   | operator
            POST video-conference.start              | {"roomId":"$room"}                           | 401/401 | 401/401 | 401/401 | 401/401 | 200/400 | 200/400 | 200/400 | 200/400 | 200/200
            POST video-conference.join               | {"callId":"$call"}                           | 200/-   | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST video-conference.cancel             | {"callId":"$call"}                           | 401/401 | 401/401 | 401/401 | 401/401 | 200/-   | 400/-   | 200/-   | -/-     | 200/200
            GET video-conference.info                | callId=$call                                 | 401/401 | 401/401 | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            GET video-conference.list                | roomId=$room                                 | 401/401 | 401/401 | 401/401 | 401/401 | 200/400 | 200/400 | 200/400 | 200/400 | 200/200
            GET video-conference.providers           |                                              | 401     | 401     | 401     | 401     | 200     | 200     | 200     | 200     | 200
            GET video-conference.capabilities        |                                              | 401     | 401     | 401     | 401     | 200     | 200     | 200     | 200     | 200
            GET video-conference.joinable            |                                              | 401     | 401     | 401     | 401     | 200     | 200     | 200     | 200     | 200
            POST video-conference.leave              | {"callId":"$call"}                           | 401/401 | 401/401 | 401/401 | 200/-   | 400/-   | 200/-   | 400/-   | 400/-   | 400/400
            POST video-conference.heartbeat          | {"callId":"$call"}                           | 401/401 | 401/401 | 401/401 | 200/-   | 400/-   | 200/-   | 400/-   | 400/-   | 400/400
            POST video-conference.state              | {"callId":"$call","state":{"mic":true}}      | 401/401 | 401/401 | 401/401 | 200/-   | 400/-   | 200/-   | 400/-   | 400/-   | 400/400
            POST video-conference.decline            | {"callId":"$call"}                           | 401/401 | 401/401 | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST video-conference.rename             | {"callId":"$call","title":"x"}               | 401/401 | 401/401 | 401/401 | 401/401 | 403/-   | 403/-   | 200/-   | 200/-   | 200/200
            POST video-conference.add-participants   | {"callId":"$call","users":["jane"]}          | 401/401 | 401/401 | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST video-conference.end                | {"callId":"$call"}                           | 401/401 | 401/401 | 401/401 | 401/401 | 403/-   | 403/-   | 200/-   | 200/-   | 200/200
            GET video-conference.events              | callId=$call                                 | 200/-   | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            GET video-conference.events              | callId=$call&ticket=$ticket                  | 200/401 | 200/401 | 200/401 | 200/401 | 200/401 | 200/401 | 200/401 | 200/401 | 200/401
            POST video-conference.events-ticket      | {"callId":"$call"}                           | 200/-   | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST video-chat.start                    | {"roomId":"$room"}                           | 401/401 | 401/401 | 401/401 | 401/401 | 200/400 | 200/400 | 200/400 | 200/400 | 200/200
            POST video-chat.schedule                 | {"roomId":"$room","startAt":$later}          | 401/401 | 401/401 | 401/401 | 401/401 | 200/400 | 200/400 | 200/400 | 200/400 | 200/200
            POST video-chat.start-scheduled          | {"id":"$call"}                               | 401/401 | 401/401 | 401/401 | 401/401 | 403/-   | 403/-   | 200/-   | 200/-   | 200/200
            POST video-chat.join                     | {"id":"$call","params":"$params"}            | -/-     | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST video-chat.join                     | {"id":"$call","params":"$params","inviteHash":"$invite"} | 200/- | 401/401 | 401/401 | 200/- | 200/-   | 200/-   | 200/-   | 200/-   | 200/400
            POST video-chat.leave                    | {"id":"$call"}                               | 401/401 | 401/401 | 401/401 | 200/-   | 400/-   | 200/-   | 400/-   | 400/-   | 400/400
            GET video-chat.info                      | id=$call                                     | 401/401 | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            GET video-chat.participants              | id=$call                                     | 401/401 | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST video-chat.edit-participant         | {"id":"$call","muted":true}                  | 401/401 | 401/401 | 401/401 | 200/-   | 400/-   | 200/-   | 400/-   | 400/-   | 400/400
            POST video-chat.edit-participant         | {"id":"$call","participantId":"$other","muted":true} | 401/401 | 401/401 | 401/401 | 403/- | 403/-   | 403/-   | 200/-   | 200/-   | 200/200
            POST video-chat.check                    | {"id":"$call","sources":[1]}                 | 401/401 | 401/401 | 401/401 | 200/-   | 400/-   | 200/-   | 400/-   | 400/-   | 400/400
            POST video-chat.subscribe                | {"id":"$call"}                               | 401/401 | 401/401 | 401/401 | 200/-   | 400/-   | 200/-   | 400/-   | 400/-   | 400/400
            POST video-chat.invite                   | {"id":"$call","role":"listener"}             | 401/401 | 401/401 | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST video-chat.invite                   | {"id":"$call","role":"speaker"}              | 401/401 | 401/401 | 401/401 | 401/401 | 403/-   | 403/-   | 200/-   | 200/-   | 200/200
            POST video-chat.reset-invites            | {"id":"$call"}                               | 401/401 | 401/401 | 401/401 | 401/401 | 403/-   | 403/-   | 200/-   | 200/-   | 200/200
            GET video-chat.join-as                   | id=$call                                     | 401/401 | 401/401 | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST video-chat.end                      | {"id":"$call"}                               | 401/401 | 401/401 | 401/401 | 401/401 | 403/-   | 403/-   | 200/-   | 200/-   | 200/200
            GET video-chat.events                    | id=$call                                     | -/-     | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            GET video-chat.events                    | id=$call&ticket=$ticket                      | 200/401 | 200/401 | 200/401 | 200/401 | 200/401 | 200/401 | 200/401 | 200/401 | 200/401
            POST video-chat.events-ticket            | {"id":"$call"}                               | -/-     | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST video-chat.events-ticket            | {"id":"$call","inviteHash":"$invite"}        | 200/-   | 401/401 | 401/401 | 200/-   | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            GET operator.events                      |                                              | 401     | 401     | 401     | 401     | 403     | 403     | 403     | 200     | 200
            GET operator.events                      | ticket=$ticket                               | 401     | 401     | 401     | 401     | 401     | 401     | 401     | 401     | 401
            POST operator.events-ticket              | {}                                           | 401     | 401     | 401     | 401     | 403     | 403     | 403     | 200     | 200
            POST login                               | {"user":"john","password":"wrong"}           | 401     | 401     | 401     | 401     | 401     | 401     | 401     | 401     | 401
            GET me                                   |                                              | 401     | 401     | 401     | 401     | 200     | 200     | 200     | 200     | 200
            GET info                                 |                                              | 200     | 200     | 200     | 200     | 200     | 200     | 200     | 200     | 200
            GET /api/info                            |                                              | 200     | 200     | 200     | 200     | 200     | 200     | 200     | 200     | 200
            POST bigbluebutton.hook/{provider}/{callId} | key=x                                     | 404     | 404     | 404     | 404     | 404     | 404     | 404     | 404     | 404
            POST /mtkruto/startVideoChat             | ["$room"]                                    | who/who | who/who | who/who | who/who | 200/400 | 200/400 | 200/400 | 200/400 | 200/200
            GET /mtkruto/startVideoChat              | "$room"                                      | who/who | who/who | who/who | who/who | 200/400 | 200/400 | 200/400 | 200/400 | 200/200
            POST /mtkruto/scheduleVideoChat          | ["$room",$later]                             | who/who | who/who | who/who | who/who | 200/400 | 200/400 | 200/400 | 200/400 | 200/200
            GET /mtkruto/scheduleVideoChat           | "$room"&$later                               | who/who | who/who | who/who | who/who | 200/400 | 200/400 | 200/400 | 200/400 | 200/200
            POST /mtkruto/getVideoChat               | ["$call"]                                    | who/who | who/who | who/who | who/who | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            GET /mtkruto/getVideoChat                | "$call"                                      | who/who | who/who | who/who | who/who | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST /mtkruto/joinVideoChat              | ["$call","$params"]                          | who/who | who/who | who/who | who/who | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            GET /mtkruto/joinVideoChat               | "$call"&"$params"                            | who/who | who/who | who/who | who/who | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST /mtkruto/joinLiveStream             | ["$call"]                                    | who/who | who/who | who/who | who/who | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            GET /mtkruto/joinLiveStream              | "$call"                                      | who/who | who/who | who/who | who/who | 200/-   | 200/-   | 200/-   | 200/-   | 200/200
            POST /mtkruto/leaveVideoChat             | ["$call"]                                    | who/who | who/who | who/who | who/who | 400/-   | 200/-   | 400/-   | 400/-   | 400/400
            GET /mtkruto/leaveVideoChat              | "$call"                                      | who/who | who/who | who/who | who/who | 400/-   | 200/-   | 400/-   | 400/-   | 400/400
            POST logout                              | {}                                           | 401     | 401     | 401     | 401     | 200     | 200     | 200     | 200     | 200
            GET logout                               |                                              | 401     | 401     | 401     | 401     | 200     | 200     | 200     | 200     | 200
            """;

    private static final String ROOM = "inside";
    private static final String OTHER_ROOM = "outside";
    private static final String UNKNOWN = "5312345678901234567";
    private static final String PREFIX = "/api/v1/";
    private static final String MTKRUTO = "/mtkruto/";
    private static final Caller NOBODY = new Caller(Map.of(), "user");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INVALID_ID = "\"Invalid client ID\"";

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of("usher.rate-limit.enabled", "false",
                    "usher.identity.token-lifetime", "1s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeRocketChat.class), new TestResourceEntry(JanusServer.class));
        }
    }

    private enum Who {
        NOBODY, EXPIRED, MIXED, GUEST, STRANGER, PARTICIPANT, CREATOR, ADMIN, OPERATOR
    }

    private enum Kind {
        CONFERENCE, DIRECT, VIDEO_CHAT, LIVE_STREAM, SCHEDULED
    }

    record Row(String verb, String endpoint, String request, List<String> cells) {

        static Row of(String line) {
            List<String> columns = Arrays.stream(line.split("\\|")).map(String::strip).toList();
            String[] endpoint = columns.get(0).split(" ");
            return new Row(endpoint[0], endpoint[1], columns.get(1), columns.subList(2, columns.size()));
        }

        boolean isMtkruto() {
            return endpoint.startsWith(MTKRUTO);
        }

        boolean isAboutACallOrRoom() {
            return request.contains("$call") || request.contains("$room");
        }

        Kind kind() {
            return endpoint.endsWith("start-scheduled") ? Kind.SCHEDULED
                    : endpoint.endsWith("joinLiveStream") ? Kind.LIVE_STREAM
                    : endpoint.endsWith(".cancel") ? Kind.DIRECT
                    : isMtkruto() || endpoint.startsWith("video-chat.") ? Kind.VIDEO_CHAT : Kind.CONFERENCE;
        }

        @Override
        public String toString() {
            return verb + " " + endpoint + " " + request;
        }
    }

    /** Who makes a request, as headers and as a client of MTKruto's. */
    private record Caller(Map<String, String> headers, String clientId) {

        static Caller of(Account account, boolean isOfWorkspace) {
            return new Caller(Map.of("X-User-Id", account.userId(), "X-Auth-Token", account.token()),
                    "user" + (isOfWorkspace ? account.userId() + ":" : "") + account.token());
        }
    }

    /** A call, one that the caller may see (the same if it is their own), and the caller. */
    private record Scene(Started call, Started seen, Caller caller) {
    }

    private record Answer(int status, String body) {
    }

    /** A call with its creator. */
    private record Started(Kind kind, String id, Account creator, Account callee) {
    }

    private static final Map<List<Object>, Scene> SCENES = new HashMap<>();

    private static Account expired;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    FakeRocketChat workspace;
    JanusServer janus;

    static Stream<Row> rows() {
        return TABLE.lines().skip(1).map(Row::of);
    }

    @BeforeEach
    void letALoginExpire() {
        if (expired == null) {
            JsonPath login = Api.post(asGuest(), "login", Map.of("user", "john", "password", Accounts.PASSWORD))
                    .then().statusCode(200).extract().jsonPath();
            Account over = new Account(login.getString("data.userId"), login.getString("data.authToken"));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> as(over).get("/api/v1/me").statusCode() == 401);
            expired = over;
        }
    }

    @Test
    void everyEndpointIsInTheTable() {
        Map<String, Map<String, ?>> paths = RestAssured.given().accept(ContentType.JSON).get("/q/openapi?format=json")
                .jsonPath().getMap("paths");
        Set<String> documented = paths.entrySet().stream()
                .flatMap(path -> path.getValue().keySet().stream().filter(verb -> !verb.equals("parameters"))
                        .map(verb -> verb.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toSet());
        assertThat(documented).isEqualTo(rows().filter(row -> !row.isMtkruto())
                .map(row -> row.verb + " " + (row.endpoint.startsWith("/") ? "" : PREFIX) + row.endpoint)
                .collect(Collectors.toSet()));
    }

    @Test
    void everyMethodOfMtkrutoIsInTheTable() {
        Set<String> methods = Arrays.stream(MtkrutoResource.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Path.class))
                .map(AuthorisationTest::endpoint)
                .filter(endpoint -> !endpoint.endsWith("}"))
                .collect(Collectors.toSet());
        assertThat(methods).isEqualTo(rows().filter(Row::isMtkruto).map(row -> row.verb + " " + row.endpoint)
                .collect(Collectors.toSet()));
    }

    private static String endpoint(Method method) {
        return (method.isAnnotationPresent(GET.class) ? "GET " : "POST ") + MTKRUTO
                + method.getAnnotation(Path.class).value();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isForThoseWhoMay(Row row) throws Exception {
        Map<Who, String> seen = new HashMap<>();
        for (Who who : Who.values()) {
            seen.put(who, row.isAboutACallOrRoom()
                    ? outcome(row, who, true) + "/" + outcome(row, who, false)
                    : outcome(row, who, true));
        }
        assertThat(cells(seen::get)).isEqualTo(cells(who -> row.cells.get(who.ordinal())));
    }

    private static String cells(Function<Who, String> cell) {
        return Arrays.stream(Who.values()).map(who -> who + " " + cell.apply(who)).collect(Collectors.joining(", "));
    }

    private String outcome(Row row, Who who, boolean own) throws Exception {
        Scene scene = scene(row, who, own);
        Map<String, Supplier<String>> values = Map.of(
                "$room", () -> own ? ROOM : OTHER_ROOM,
                "$later", () -> String.valueOf(later()),
                "$params", () -> WebRtcParameters.anyText().replace("\"", "\\\""),
                "$ticket", () -> ticket(scene.seen),
                "$invite", () -> invite(scene.seen),
                "$other", () -> joined(scene.call, own ? ROOM : OTHER_ROOM).userId());
        Answer answer = send(row, scene.caller, filled(row, values, scene.call.id));
        if (answer.body.equals(INVALID_ID)) {
            return "who";
        }
        boolean asIfUnknown = answer.status >= 400 && row.request.contains("$call")
                && answer.equals(send(row, scene.caller, filled(row, values, UNKNOWN)));
        return asIfUnknown && answer.status != 401 ? "-" : String.valueOf(answer.status);
    }

    /** A scene of its own for a request that changes it, else one that is shared. */
    private Scene scene(Row row, Who who, boolean own) {
        boolean changes = row.verb.equals("POST") || row.isMtkruto() || !row.isAboutACallOrRoom();
        boolean may = who == Who.OPERATOR || own && who.compareTo(Who.MIXED) > 0;
        return changes && may ? newScene(row.kind(), who, own)
                : SCENES.computeIfAbsent(List.of(row.kind(), who, own),
                        key -> newScene(row.kind(), who, own));
    }

    private Scene newScene(Kind kind, Who who, boolean own) {
        Started call = start(kind, own ? ROOM : OTHER_ROOM, own);
        Started seen = own ? call : start(kind, ROOM, true);
        return new Scene(call, seen, caller(who, call, seen));
    }

    private static String filled(Row row, Map<String, Supplier<String>> values, String call) {
        String filled = row.request.replace("$call", call);
        for (Map.Entry<String, Supplier<String>> value : values.entrySet()) {
            if (filled.contains(value.getKey())) {
                filled = filled.replace(value.getKey(), value.getValue().get());
            }
        }
        return filled;
    }

    private Caller caller(Who who, Started call, Started seen) {
        return switch (who) {
            case NOBODY -> NOBODY;
            case EXPIRED -> Caller.of(expired, false);
            case MIXED -> Caller.of(new Account(call.creator.userId(), workspace.user(ROOM).token()), true);
            case GUEST -> guest(seen);
            case STRANGER -> Caller.of(call.callee != null && call == seen ? call.callee : workspace.user(ROOM), true);
            case PARTICIPANT -> Caller.of(joined(seen, ROOM), true);
            case CREATOR -> Caller.of(seen.creator, true);
            case ADMIN -> Caller.of(workspace.user(Set.of("admin"), ROOM), true);
            case OPERATOR -> Caller.of(Accounts.admin(), false);
        };
    }

    private Started start(Kind kind, String room, boolean guests) {
        Account creator = workspace.user(room);
        Account callee = kind == Kind.DIRECT ? workspace.user() : null;
        Caller by = Caller.of(creator, true);
        String id = switch (kind) {
            case CONFERENCE -> post(by, "video-conference.start", Map.of("roomId", room, "guests", guests))
                    .getString("data.callId");
            case DIRECT -> post(by, "video-conference.start",
                    Map.of("roomId", creator.userId() + callee.userId(), "allowRinging", true))
                    .getString("data.callId");
            case VIDEO_CHAT, LIVE_STREAM -> post(by, "video-chat.start",
                    Map.of("roomId", room, "isLiveStream", kind == Kind.LIVE_STREAM)).getString("videoChat.id");
            case SCHEDULED -> post(by, "video-chat.schedule", Map.of("roomId", room, "startAt", later()))
                    .getString("videoChat.id");
        };
        return new Started(kind, id, creator, callee);
    }

    private static long later() {
        return System.currentTimeMillis() / 1000 + 3600;
    }

    private Caller guest(Started call) {
        String token = switch (call.kind) {
            case DIRECT, SCHEDULED -> Token.random();
            case CONFERENCE -> join(NOBODY, call).getString("guestToken");
            case VIDEO_CHAT, LIVE_STREAM ->
                joinVideoChat(NOBODY, call, Map.of("inviteHash", invite(call))).getString("guestToken");
        };
        return new Caller(Map.of("X-Guest-Token", token), "user" + token);
    }

    /** Somebody of that room who has joined, unless the call has not begun, or is one that only its creator sends in. */
    private Account joined(Started call, String room) {
        Account user = call.callee != null ? call.callee : workspace.user(room);
        if (call.kind != Kind.SCHEDULED && call.kind != Kind.LIVE_STREAM) {
            join(Caller.of(user, true), call);
        }
        return user;
    }

    private JsonPath join(Caller by, Started call) {
        return call.kind == Kind.VIDEO_CHAT ? joinVideoChat(by, call, Map.of())
                : post(by, "video-conference.join", Map.of("callId", call.id));
    }

    private JsonPath joinVideoChat(Caller by, Started call, Map<String, String> invite) {
        Map<String, Object> body = new HashMap<>(Map.of("id", call.id, "params", WebRtcParameters.anyText()));
        body.putAll(invite);
        return post(by, "video-chat.join", body);
    }

    private String invite(Started call) {
        return invite(call, "speaker");
    }

    private String invite(Started call, String role) {
        return post(Caller.of(call.creator, true), "video-chat.invite", Map.of("id", call.id, "role", role))
                .getString("inviteHash");
    }

    private String ticket(Started call) {
        boolean isConference = call.kind == Kind.CONFERENCE;
        return post(Caller.of(call.creator, true),
                isConference ? "video-conference.events-ticket" : "video-chat.events-ticket",
                Map.of(isConference ? "callId" : "id", call.id)).getString("ticket");
    }

    /** A request that must succeed. */
    private JsonPath post(Caller by, String endpoint, Map<String, ?> body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(PREFIX + endpoint))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
            by.headers.forEach(request::header);
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JsonPath.from(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + RestAssured.port + path);
    }

    private Answer send(Row row, Caller caller, String filled) throws Exception {
        String path = row.isMtkruto() ? MTKRUTO + caller.clientId + "/" + row.endpoint.substring(MTKRUTO.length())
                : (row.endpoint.startsWith("/") ? "" : PREFIX) + row.endpoint.replaceAll("\\{\\w+}", "x");
        boolean isJson = row.verb.equals("POST") && !filled.contains("=");
        String query = isJson || filled.isEmpty() ? "" : "?" + Arrays.stream(filled.split("&"))
                .map(part -> row.isMtkruto() ? URLEncoder.encode(part, StandardCharsets.UTF_8) : part)
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path + query));
        if (row.verb.equals("POST")) {
            request.header("Content-Type", isJson ? "application/json" : "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(isJson ? filled : "event=1"));
        }
        if (!row.isMtkruto()) {
            caller.headers.forEach(request::header);
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean isStream = response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            return new Answer(response.statusCode(),
                    isStream ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whoIsAdmittedByAListenersInviteAloneDoesNotSpeakByJoiningAgainWithoutIt() {
        Started call = start(Kind.VIDEO_CHAT, OTHER_ROOM, false);
        Map<String, String> listener = Map.of("inviteHash", invite(call, "listener"));
        Account outsider = workspace.user(ROOM);
        Caller outside = Caller.of(outsider, true);
        joinVideoChat(outside, call, listener);
        joinVideoChat(outside, call, Map.of());
        assertMayNotSpeak(outsider, call);
        post(outside, "video-chat.leave", Map.of("id", call.id));
        joinVideoChat(outside, call, Map.of());
        assertMayNotSpeak(outsider, call);
        joinVideoChat(outside, call, Map.of("inviteHash", invite(call)));
        assertThat(canSelfUnmute(outsider, call)).isTrue();

        Account insider = workspace.user(OTHER_ROOM);
        Caller inside = Caller.of(insider, true);
        joinVideoChat(inside, call, listener);
        assertMayNotSpeak(insider, call);
        joinVideoChat(inside, call, Map.of());
        assertThat(canSelfUnmute(insider, call)).isTrue();
    }

    private static void assertMayNotSpeak(Account user, Started call) {
        assertThat(canSelfUnmute(user, call)).isFalse();
        Api.post(as(user), "video-chat.edit-participant", Map.of("id", call.id, "muted", false)).then().statusCode(403);
    }

    private static boolean canSelfUnmute(Account user, Started call) {
        return Api.get(as(user), "video-chat.participants", Map.of("id", call.id))
                .path("participants.find { it.self }.canSelfUnmute");
    }
}
