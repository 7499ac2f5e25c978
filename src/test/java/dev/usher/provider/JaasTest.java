package dev.usher.provider;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;

/** Jitsi as a service, with tokens by RS256. */
@QuarkusTest
@TestProfile(JaasTest.Profile.class)
class JaasTest {

    public static class Profile extends UsherProfile {
        @Override
        protected Map<String, String> settings() {
            return Map.of(
                    "usher.providers.jaas.kind", "jitsi",
                    "usher.providers.jaas.jaas", "true",
                    "usher.providers.jaas.domain", "8x8.vc",
                    "usher.providers.jaas.app-id", "vpaas-x",
                    "usher.providers.jaas.jaas-key-id", "vpaas-x/1",
                    "usher.providers.jaas.jaas-private-key", Base64.getEncoder().encodeToString(
                            TestKey.PEM.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void tokensAreSignedByRsa() throws Exception {
        String callId = Api.start(Accounts.jane());
        String url = Api.join(as(Accounts.jane()), callId).then().statusCode(200).extract().path("url");
        assertThat(url).startsWith("https://8x8.vc/vpaas-x/RocketChat" + callId + "?jwt=");
        String token = url.substring(url.indexOf("?jwt=") + 5, url.indexOf('#'));
        int dot = token.lastIndexOf('.');
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(TestKey.bytes()));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())));
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))).isTrue();
    }
}
