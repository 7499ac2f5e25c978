package dev.usher.identity;

import dev.usher.call.Person;

/** Whoever makes a request. */
public sealed interface Caller permits User, Guest {

    /** The person that this caller is in a call. */
    Person person();

    /**
     * The person that this caller is in a call that they join under a name, which counts for guests only: users have
     * that of their account.
     *
     * @param name null for none
     */
    Person person(String name);
}
