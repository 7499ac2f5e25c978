package dev.usher.call;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes call ids. */
final class CallId {

    private static final int BYTES = 12;

    private CallId() {
    }

    /** A conference's: 96 random bits as 24 hexadecimal digits, the form of Rocket.Chat's ids. */
    static String ofConference() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A video chat's: 63 random bits as a decimal number from 1 on, the form of Telegram's ids. */
    static String ofVideoChat() {
        SecureRandom random = new SecureRandom();
        long id = 0;
        while (id == 0) {
            id = random.nextLong() & Long.MAX_VALUE;
        }
        return Long.toString(id);
    }
}
