package dev.usher.identity;

import java.util.List;

import dev.usher.call.Person;
import io.smallrye.mutiny.Uni;

/** Knows on behalf of which chats, such as channels of theirs, users may join calls. */
public interface Identities {

    /** The chats of a user, in the order in which they are to be offered; none for most. */
    Uni<List<Person.Chat>> chatsOf(User user);
}
