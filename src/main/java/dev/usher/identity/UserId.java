package dev.usher.identity;

import java.math.BigInteger;

/** Makes the ids of users that have a name and no id of their own: the same name always gives the same id. */
final class UserId {

    /** Letters and digits that are not mistaken for others, as Rocket.Chat's ids use. */
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int LENGTH = 17;

    private UserId() {
    }

    static String of(String username) {
        BigInteger base = BigInteger.valueOf(ALPHABET.length());
        BigInteger rest = new BigInteger(1, Token.sha256("user " + username));
        StringBuilder id = new StringBuilder(LENGTH);
        while (id.length() < LENGTH) {
            BigInteger[] quotientAndRemainder = rest.divideAndRemainder(base);
            id.append(ALPHABET.charAt(quotientAndRemainder[1].intValue()));
            rest = quotientAndRemainder[0];
        }
        return id.toString();
    }
}
