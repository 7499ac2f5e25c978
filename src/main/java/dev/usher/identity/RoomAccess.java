package dev.usher.identity;

import io.smallrye.mutiny.Uni;

/** Knows who may enter which of the chat product's rooms. */
public interface RoomAccess {

    Uni<Boolean> mayEnter(User user, String roomId);
}
