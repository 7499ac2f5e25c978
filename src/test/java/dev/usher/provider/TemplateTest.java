package dev.usher.provider;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.hamcrest.Matchers.equalTo;

/** The provider with which Rocket.Chat's own tests run, described by templates. */
@QuarkusTest
@TestProfile(TemplateTest.Profile.class)
class TemplateTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of(
                    "usher.providers.test.kind", "template",
                    "usher.providers.test.base-url", "test/{call.type}/{call.id}/{call.title}",
                    "usher.providers.test.join-url",
                    "{base.raw}{#if user}/{user.id}{/if}{#if guest}/{guest.name}{/if}"
                            + "{#if cam}/cam{/if}{#if mic}/mic{/if}",
                    "usher.providers.test.cam", "false");
        }
    }

    @Test
    void urlsFollowTheTemplates() {
        String callId = Api.start(Accounts.jane(), Map.of("roomId", "general", "title", "a title"));
        String base = "test/videoconference/" + callId + "/a%20title";
        Api.info(Accounts.jane(), callId).then().body("url", equalTo(base));
        Api.join(as(Accounts.john()), callId, Map.of("mic", true, "cam", true))
                .then().body("url", equalTo(base + "/" + Accounts.john().userId() + "/cam/mic"))
                .body("providerName", equalTo("test"));
        Api.join(asGuest(), callId, Map.of("mic", true)).then().body("url", equalTo(base + "/mic"));
        Api.post(asGuest(), "video-conference.join", Map.of("callId", callId, "name", "Ann B."))
                .then().body("url", equalTo(base + "/Ann%20B."));
    }

    @Test
    void capabilitiesAreAsConfigured() {
        Api.get(as(Accounts.jane()), "video-conference.capabilities", Map.of()).then().body("capabilities",
                equalTo(Map.of("mic", true, "cam", false, "title", true, "persistentChat", false)));
    }
}
