package dev.usher.page;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.Api;
import dev.usher.NodeScript;
import dev.usher.identity.Accounts;
import dev.usher.videochat.JanusProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

/** The pages as people use them, in a real browser. Screenshots are in target/pages. */
@Tag("packaged")
@Tag("slow")
@QuarkusTest
@TestProfile(PagesTest.Profile.class)
class PagesTest {

    public static class Profile extends JanusProfile {
    }

    /** Who logs in on a page. */
    record Login(String username, String password, String name) {
        static Login of(String username, String name) {
            return new Login(username, Accounts.PASSWORD, name);
        }
    }

    private static final Login JANE = Login.of("jane", "Jane Doe");
    private static final Login JOHN = Login.of("john", "john");
    private static final Login LIMITED = Login.of("limited", "limited");
    private static final Login ADMIN = new Login("admin", Accounts.ADMIN_PASSWORD, "Administrator");
    private static final Path SCREENSHOTS = Path.of("target", "pages").toAbsolutePath();
    private static final NodeScript SCRIPT = new NodeScript("pages", "pages.cjs");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void usersAndGuestsComeToTheConference() throws Exception {
        String call = startConference("Weekly");
        String url = Api.join(as(Accounts.admin()), call).path("url");
        Api.call(as(Accounts.admin()), "video-conference.leave", call);
        JsonPath seen = run("conference", Map.of("call", call, "title", "Weekly", "user", JANE));
        assertThat(seen.getString("user")).isEqualTo(url);
        assertThat(seen.getString("guest")).isEqualTo(url);
        assertThat(seen.getString("there")).contains("Jane Doe", "microphone on, camera off");
        Api.info(Accounts.jane(), call).then().body("anonymousUsers", equalTo(1));
    }

    @Test
    void peopleInAVideoChatSeeEachOther() throws Exception {
        JsonPath seen = run("video-chat", Map.of("call", startVideoChat("Team", Map.of()),
                "users", List.of(JANE, JOHN)));
        assertThat(seen.getList("people", String.class)).hasSize(2)
                .anyMatch(person -> person.startsWith("Jane Doe (you)"))
                .anyMatch(person -> person.startsWith("john"));
    }

    @Test
    void aVoiceChatHasNoCamerasAndSaysThatOneIsStillThere() throws Exception {
        JsonPath seen = run("voice", Map.of("call", startVideoChat("Voices", Map.of("mode", "voice")),
                "users", List.of(JANE, JOHN)));
        assertThat(seen.getInt("cameras")).isZero();
        assertThat(seen.getInt("heartbeat")).isEqualTo(200);
    }

    @Test
    void anInviteLinkLetsAGuestIntoAVideoChat() throws Exception {
        String call = startVideoChat("With guests", Map.of());
        JsonPath seen = run("invited", Map.of("call", call, "invite", invite(call, "speaker"), "user", JANE));
        assertThat(seen.getString("address")).endsWith("/c/" + call);
        assertThat(seen.getList("leaked")).as("addresses that servers could log").isEmpty();
    }

    @Test
    void aListenerNeedsNoMicrophoneAndMayRaiseAHand() throws Exception {
        String call = startVideoChat("Talk", Map.of());
        JsonPath seen = run("listener", Map.of("call", call, "invite", invite(call, "listener"), "user", JANE));
        assertThat(seen.getBoolean("muted")).isTrue();
    }

    @Test
    void whoJoinsTooOftenSeesHowLongToWait() throws Exception {
        JsonPath seen = run("limited", Map.of("call", startConference("Popular"), "user", LIMITED));
        assertThat(seen.getBoolean("disabled")).isTrue();
        assertThat(seen.getList("counted", Integer.class)).hasSizeGreaterThan(2)
                .isSortedAccordingTo((one, other) -> other - one);
        assertThat(seen.getString("user")).startsWith("http");
    }

    @Test
    void callsThatAreNotToBeJoinedAreCalledSo() throws Exception {
        String ended = startConference("Over");
        end(ended);
        run("gone", Map.of("ended", ended, "unknown", "0123456789abcdef01234567", "user", JANE));
    }

    @Test
    void whoLooksOnSeesACallEnd() throws Exception {
        String call = startConference("Short");
        JsonPath seen = run("ending", Map.of("call", call, "user", JOHN), () -> end(call));
        assertThat(seen.getInt("joinable")).isZero();
    }

    @Test
    void operatorsSeeCallsAsTheyHappen() throws Exception {
        String title = "Standup " + Api.anyRoom();
        String videoChatTitle = "Chat " + Api.anyRoom();
        Map<String, String> calls = new HashMap<>();
        JsonPath seen = run("operator", Map.of("admin", ADMIN, "user", JOHN, "title", title,
                "videoChatTitle", videoChatTitle, "name", "Jane Doe"), () -> {
                    calls.put("conference", startConference(title));
                    calls.put("videoChat", startVideoChat(videoChatTitle, Map.of()));
                    Api.join(as(Accounts.jane()), calls.get("conference"), Map.of("mic", true, "cam", false));
                });
        assertThat(seen.getInt("found")).isEqualTo(1);
        assertThat(seen.getString("link")).isEqualTo(RestAssured.baseURI.replace("localhost", "127.0.0.1") + ":"
                + RestAssured.port + "/c/" + calls.get("conference"));
        assertThat(seen.getString("invite")).matches(".*/c/" + calls.get("videoChat") + Pattern.quote("#invite=")
                + ".+");
        Api.info(Accounts.jane(), calls.get("conference")).then().body("endedAt", not(equalTo(null)));
        assertFineEverywhere(seen, "examined");
        assertThat(seen.getList("dialog")).isEmpty();
    }

    @Test
    void thePagesOfCallsAreAccessibleInLightAndDarkAndOnAPhone() throws Exception {
        JsonPath seen = run("look", Map.of("call", startVideoChat("Design review", Map.of()),
                "conference", startConference("Weekly"), "users", List.of(JANE, JOHN)));
        for (String page : List.of("login", "lobby", "meeting", "dark")) {
            assertFineEverywhere(seen, page);
        }
    }

    private static void assertFineEverywhere(JsonPath seen, String page) {
        for (String look : List.of("light-desk", "light-phone", "dark-desk", "dark-phone")) {
            String place = page + ".'" + look + "'";
            assertThat(seen.getList(place + ".findings")).as(place).isEmpty();
            assertThat(seen.getInt(place + ".overflow")).as("scrolls sideways: %s", place).isZero();
        }
    }

    private static String startConference(String title) {
        return Api.start(Accounts.jane(), Map.of("roomId", Api.anyRoom(), "title", title));
    }

    private static String startVideoChat(String title, Map<String, ?> more) {
        Map<String, Object> wish = new HashMap<>(more);
        wish.putAll(Map.of("roomId", Api.anyRoom(), "title", title));
        return Api.post(as(Accounts.jane()), "video-chat.start", wish).then().statusCode(200).extract()
                .path("videoChat.id");
    }

    private static String invite(String call, String role) {
        return Api.post(as(Accounts.jane()), "video-chat.invite", Map.of("id", call, "role", role))
                .then().statusCode(200).extract().path("inviteHash");
    }

    private static void end(String call) {
        Api.call(as(Accounts.jane()), "video-conference.end", call).then().statusCode(200);
    }

    private static JsonPath run(String scenario, Map<String, ?> options) throws Exception {
        install();
        return unproblematic(SCRIPT.run(scenario, with(options)));
    }

    /** Runs a scenario in which something is done once the page is there. */
    private static JsonPath run(String scenario, Map<String, ?> options, Runnable then) throws Exception {
        install();
        try (NodeScript.Running running = SCRIPT.start(scenario, with(options))) {
            assertThat(JsonPath.from(running.line()).getBoolean("there")).isTrue();
            then.run();
            return unproblematic(running.line());
        }
    }

    private static JsonPath unproblematic(String output) {
        JsonPath seen = JsonPath.from(output);
        assertThat(seen.getList("problems")).as("what the browser complained about").isEmpty();
        return seen;
    }

    private static String with(Map<String, ?> options) throws Exception {
        Map<String, Object> all = new HashMap<>(options);
        all.put("baseUrl", "http://127.0.0.1:" + RestAssured.port + "/");
        all.put("screenshots", SCREENSHOTS.toString());
        return JSON.writeValueAsString(all);
    }

    private static synchronized void install() throws Exception {
        if (!Files.exists(SCRIPT.module("axe-core").resolve("package.json"))) {
            SCRIPT.install("playwright-core@1.65.1", "axe-core@4.14.1");
        }
    }
}
