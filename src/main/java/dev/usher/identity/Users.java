package dev.usher.identity;

import java.util.Optional;

/** The users that Usher knows. */
public interface Users {

    /** The user of that id. */
    Optional<User> byId(String id);

    /** The user of that name. */
    Optional<User> byUsername(String username);

    /** The id of the other user of a direct conversation, whose room is named by the two users' ids in either order. */
    default Optional<String> otherOf(String roomId, User one) {
        return Users.rest(roomId, one.id()).filter(id -> byId(id).isPresent());
    }

    /** What is left of a room's id without that of a user. */
    static Optional<String> rest(String roomId, String userId) {
        return roomId.startsWith(userId) ? Optional.of(roomId.substring(userId.length()))
                : roomId.endsWith(userId) ? Optional.of(roomId.substring(0, roomId.length() - userId.length()))
                        : Optional.empty();
    }
}
