package dev.usher.videochat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

/** Usher without a media server: all but joining works. */
@QuarkusTest
@TestProfile(UsherProfile.class)
class NoMediaServerTest {

    @Test
    void joiningNamesTheKeyThatIsMissing() {
        String id = VideoChats.start(Accounts.jane());
        VideoChats.join(Accounts.john(), id, WebRtcParameters.anyText()).then().statusCode(500)
                .body("error", startsWith("GROUPCALL_ADD_PARTICIPANTS_FAILED"))
                .body("error", containsString("usher.media.janus.url"))
                .body("errorType", equalTo("GROUPCALL_ADD_PARTICIPANTS_FAILED"));
        RestAssured.given().contentType("application/json")
                .body("[\"%s\", %s]".formatted(id, quoted(WebRtcParameters.anyText())))
                .post("/mtkruto/user" + Accounts.john().token() + "/joinVideoChat").then().statusCode(500)
                .header("x-error-type", equalTo("rpc"))
                .body(equalTo("\"GROUPCALL_ADD_PARTICIPANTS_FAILED\""));
        VideoChats.join(Accounts.john(), id, "nonsense").then().statusCode(400)
                .body("errorType", equalTo("DATA_JSON_INVALID"));
    }

    private static String quoted(String json) {
        return "\"" + json.replace("\"", "\\\"") + "\"";
    }

    @Test
    void aJoinThatFailsUsesUpNoInvite() {
        String id = VideoChats.start(Accounts.jane());
        String once = VideoChats.invite(Accounts.jane(), id, Map.of("role", "speaker", "maxUses", 1));
        for (int i = 0; i < 2; i++) {
            VideoChats.join(Api.asGuest(), id, WebRtcParameters.anyText(), Map.of("inviteHash", once)).then()
                    .statusCode(500).body("errorType", equalTo("GROUPCALL_ADD_PARTICIPANTS_FAILED"));
        }
    }

    @Test
    void everythingElseWorks() {
        String id = VideoChats.start(Accounts.jane(), Map.of("isLiveStream", true));
        RestAssured.given().contentType("application/json").body("[\"" + id + "\"]")
                .post("/mtkruto/user" + Accounts.john().token() + "/joinLiveStream").then().statusCode(200);
        VideoChats.participants(Accounts.jane(), id).then().statusCode(200)
                .body("participants[0].id", equalTo(Accounts.john().userId()))
                .body("participants[0].canSelfUnmute", equalTo(false));
        VideoChats.post(Accounts.jane(), "edit-participant", id,
                Map.of("participantId", Accounts.john().userId(), "muted", false)).then().statusCode(200)
                .body("participant.canSelfUnmute", equalTo(true));
        VideoChats.post(Accounts.john(), "leave", id).then().statusCode(200);
        VideoChats.post(Accounts.jane(), "end", id).then().statusCode(200);
    }
}
