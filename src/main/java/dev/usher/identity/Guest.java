package dev.usher.identity;

import java.util.Optional;

import dev.usher.call.Person;

/**
 * Someone without an account. A guest is known by a token that the first join hands out and that later requests may
 * bring back, so that a guest who joins again, or leaves, is recognised. The token proves no more than being the same
 * guest, and Usher stores nothing for it.
 *
 * @param token the secret, 43 characters of base64url
 */
public record Guest(String token) implements Caller {

    private static final int ID_LENGTH = 17;

    /** A guest who was not here before. */
    public static Guest arriving() {
        return new Guest(Token.random());
    }

    /** The guest who holds a token; empty if it cannot be one of ours. */
    public static Optional<Guest> returning(String token) {
        return Token.isWellFormed(token) ? Optional.of(new Guest(token)) : Optional.empty();
    }

    @Override
    public Person.Guest person() {
        return person(null);
    }

    @Override
    public Person.Guest person(String name) {
        return new Person.Guest(Person.Guest.PREFIX + Token.hash(token).substring(0, ID_LENGTH), name);
    }

    @Override
    public String toString() {
        return "Guest";
    }
}
