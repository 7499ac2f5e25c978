package dev.usher.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;

/** Jitsi with tokens by HS256, its secret in a file, beside another provider that is not the default one. */
@QuarkusTest
@TestProfile(JitsiTest.Profile.class)
class JitsiTest {

    private static final String SECRET = "from a file";

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of(
                    "usher.default-provider", " Jitsi",
                    "usher.providers.jitsi.kind", "jitsi",
                    "usher.providers.jitsi.domain", "meet.example.org",
                    "usher.providers.jitsi.auth-token", "true",
                    "usher.providers.jitsi.app-id", "usher",
                    "usher.providers.jitsi.app-secret-file", secretFile(),
                    "usher.providers.meet.kind", "googlemeet");
        }

        private static String secretFile() {
            try {
                return Files.writeString(Files.createTempFile(Path.of("target"), "secret", ".txt"), SECRET + "\n")
                        .toAbsolutePath().toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void usersAndGuestsGetSignedUrls() throws Exception {
        String callId = Api.start(Accounts.jane(), Map.of("roomId", "general", "title", "Weekly"));
        for (var caller : new RequestSpecification[] { as(Accounts.john()), asGuest() }) {
            String url = Api.join(caller, callId, Map.of("mic", true, "cam", false))
                    .then().statusCode(200).extract().path("url");
            assertThat(url).startsWith("https://meet.example.org/RocketChat" + callId + "?jwt=")
                    .contains("config.startWithAudioMuted=false").contains("config.startWithVideoMuted=true");
            String token = url.substring(url.indexOf("?jwt=") + 5, url.indexOf('#'));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            int dot = token.lastIndexOf('.');
            assertThat(Base64.getUrlDecoder().decode(token.substring(dot + 1)))
                    .isEqualTo(mac.doFinal(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void bothProvidersAreListed() {
        assertThat(Api.get(as(Accounts.jane()), "video-conference.providers", Map.of()).asString()).isEqualTo(
                "{\"data\":[{\"key\":\"jitsi\",\"label\":\"Jitsi\"},{\"key\":\"meet\",\"label\":\"GoogleMeet\"}],"
                        + "\"success\":true}");
    }
}
