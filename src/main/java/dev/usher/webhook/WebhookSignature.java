package dev.usher.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Signs what is sent, as Standard Webhooks 1.0.0 says ({@code v1}: HMAC-SHA256 over id, timestamp and body). */
final class WebhookSignature {

    /** What stands before a secret that is base64. */
    static final String ENCODED = "whsec_";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1,";

    private final SecretKeySpec key;

    private WebhookSignature(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** With the secret that is configured at a key. One that is none stops the start with a message that names the key. */
    static WebhookSignature with(String key, String secret) {
        try {
            byte[] bytes = secret.startsWith(ENCODED) ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
                    : secret.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0) {
                return new WebhookSignature(bytes);
            }
        } catch (IllegalArgumentException notBase64) {
            // said below
        }
        throw new ConfigurationException("%s is no secret: text, or base64 behind %s".formatted(key, ENCODED),
                Set.of(key));
    }

    String of(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
            return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
