package dev.usher.identity;

import dev.usher.call.Person;

/** Whoever makes a request. */
public sealed interface Caller permits User, Guest {

    /** The person that this caller is in a call. */
    Person person();
}
