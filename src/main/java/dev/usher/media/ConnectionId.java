package dev.usher.media;

import java.security.SecureRandom;

/** Makes the ids of connections and subscriptions: 52 random bits as a decimal number, which every JSON can hold. */
public final class ConnectionId {

    private static final int BITS = 52;

    private ConnectionId() {
    }

    public static String next() {
        return Long.toString((new SecureRandom().nextLong() >>> (Long.SIZE - BITS)) + 1);
    }
}
