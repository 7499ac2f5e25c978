package dev.usher.call;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes call ids: 96 random bits as 24 hexadecimal digits, the form of Rocket.Chat's ids. */
final class CallId {

    private static final int BYTES = 12;

    private CallId() {
    }

    static String next() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
