package dev.usher.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.json.JsonObject;

/**
 * A provider's key, and the tokens that it signs. By the JDK alone, so that it shares no mistake with the library that
 * checks them.
 *
 * @param algorithm as tokens name it, such as RS256, PS384 or ES512
 */
record TokenSigner(String kid, String algorithm, KeyPair keys) {

    private static final Map<String, Integer> EC_BYTES = Map.of("ES256", 32, "ES384", 48, "ES512", 66);
    private static final Map<String, String> CURVES = Map.of("ES256", "P-256", "ES384", "P-384", "ES512", "P-521");

    static TokenSigner of(String kid, String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(isRsa(algorithm) ? "RSA" : "EC");
            if (isRsa(algorithm)) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec(
                        "sec" + CURVES.get(algorithm).replace("-", "").toLowerCase() + "r1"));
            }
            return new TokenSigner(kid, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isRsa(String algorithm) {
        return !algorithm.startsWith("ES");
    }

    /** The public key as a provider publishes it. */
    JsonObject jwk() {
        JsonObject jwk = new JsonObject().put("kid", kid).put("use", "sig").put("alg", algorithm);
        if (keys.getPublic() instanceof RSAPublicKey rsa) {
            return jwk.put("kty", "RSA").put("n", number(rsa.getModulus(), 256))
                    .put("e", number(rsa.getPublicExponent(), 3));
        }
        ECPublicKey ec = (ECPublicKey) keys.getPublic();
        return jwk.put("kty", "EC").put("crv", CURVES.get(algorithm))
                .put("x", number(ec.getW().getAffineX(), EC_BYTES.get(algorithm)))
                .put("y", number(ec.getW().getAffineY(), EC_BYTES.get(algorithm)));
    }

    String sign(Map<String, ?> claims) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        header.put("typ", "JWT");
        if (kid != null) {
            header.put("kid", kid);
        }
        return sign(header, claims);
    }

    String sign(Map<String, ?> header, Map<String, ?> claims) {
        String signed = text(header) + "." + text(claims);
        try {
            Signature signature = signature();
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Signature signature() throws GeneralSecurityException {
        String bits = algorithm.substring(2);
        return switch (algorithm.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            default -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-" + bits, "MGF1", new MGF1ParameterSpec("SHA-" + bits),
                        Integer.parseInt(bits) / 8, 1));
                yield pss;
            }
        };
    }

    static String text(Map<String, ?> object) {
        return base64(JsonObject.mapFrom(object).encode().getBytes(StandardCharsets.UTF_8));
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Big-endian, without a sign, and as long as it has to be. */
    private static String number(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[length];
        int count = Math.min(signed.length, length);
        System.arraycopy(signed, signed.length - count, bytes, length - count, count);
        return base64(bytes);
    }
}
