package dev.usher.identity;

/** The roles that Usher knows; others are carried along and mean nothing to it. */
public final class Roles {

    /** May end and rename any call, and is not limited. */
    public static final String ADMIN = "admin";
    public static final String USER = "user";
    /** Is not limited. */
    public static final String BYPASS_RATE_LIMIT = "bypass-rate-limit";

    private Roles() {
    }
}
