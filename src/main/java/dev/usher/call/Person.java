package dev.usher.call;

/** Someone who starts, joins or ends calls, or is seen there. Two persons are the same when their ids are. */
public sealed interface Person {

    /** The identity under which a call keeps this person; users and guests never share one. */
    String id();

    /** A user of the chat product. {@code name} is what others read, never null. */
    record Member(String id, String username, String name) implements Person {
    }

    /** A chat on whose behalf users join, such as a channel of theirs. {@code name} is what others read. */
    record Chat(String id, String name) implements Person {
    }

    /** Someone without an account. The id begins with {@value #PREFIX}, as no user's does. */
    record Guest(String id) implements Person {
        public static final String PREFIX = "guest:";
    }
}
