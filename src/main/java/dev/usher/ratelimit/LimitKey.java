package dev.usher.ratelimit;

/** Whose requests are counted together. Users and addresses are kept apart, so neither crowds out the other. */
public record LimitKey(Kind kind, String value) {

    /** What the key is made of. */
    public enum Kind {
        USER, ADDRESS
    }

    public static LimitKey user(String id) {
        return new LimitKey(Kind.USER, id);
    }

    /** A client's address, or the network that stands for it. */
    public static LimitKey address(String address) {
        return new LimitKey(Kind.ADDRESS, address);
    }
}
