package dev.usher.call;

/** Someone who starts, joins or ends calls, or is seen there. Two persons are the same when their ids are. */
public sealed interface Person {

    /** The identity under which a call keeps this person; users and guests never share one. */
    String id();

    /** What the person is called; null only of guests who gave no name. */
    String name();

    /** What others read, never null: guests who gave no name are all called {@value Guest#NAMELESS}. */
    default String displayName() {
        return name() == null ? Guest.NAMELESS : name();
    }

    /** A user of the chat product. */
    record Member(String id, String username, String name) implements Person {
    }

    /** A chat on whose behalf users join, such as a channel of theirs. */
    record Chat(String id, String name) implements Person {
    }

    /**
     * Someone without an account. The id begins with {@value #PREFIX}, as no user's does.
     *
     * @param name what the guest said when joining last; null for nothing
     */
    record Guest(String id, String name) implements Person {
        public static final String PREFIX = "guest:";
        public static final String NAMELESS = "Guest";
    }
}
