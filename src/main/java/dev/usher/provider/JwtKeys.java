package dev.usher.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.util.KeyUtils;

/** Makes keys for signing tokens from what the configuration says. */
final class JwtKeys {

    private static final String PEM = "-----BEGIN";

    private JwtKeys() {
    }

    /** The key of HS256: the secret's text as it is, however short. */
    static SecretKey hmac(String secret) {
        return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** An RSA key of a PEM text in PKCS#8, or of base64 of such a text. */
    static PrivateKey rsa(String key, String text) {
        try {
            String pem = text.contains(PEM) ? text
                    : new String(Base64.getMimeDecoder().decode(text), StandardCharsets.US_ASCII);
            return KeyUtils.decodePrivateKey(pem);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigurationException(key + ": this is no RSA key as PEM in PKCS#8", Set.of(key));
        }
    }
}
