package dev.usher.identity;

import java.util.Optional;

/** The users that Usher knows. */
public interface Users {

    /** The user of that id. */
    Optional<User> byId(String id);

    /** The user of that name. */
    Optional<User> byUsername(String username);

    /** The other user of a direct conversation, whose room is named by the two users' ids in either order. */
    default Optional<User> otherOf(String roomId, User one) {
        return roomId.startsWith(one.id())
                ? byId(roomId.substring(one.id().length()))
                : roomId.endsWith(one.id())
                        ? byId(roomId.substring(0, roomId.length() - one.id().length()))
                        : Optional.empty();
    }
}
