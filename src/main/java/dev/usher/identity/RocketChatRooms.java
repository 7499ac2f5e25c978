package dev.usher.identity;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Asks the workspace which rooms its users may enter. Usher's own users may enter every room. */
@Singleton
@Typed(RocketChatRooms.class)
class RocketChatRooms implements RoomAccess {

    private final OpenRooms everyRoom;
    private final RocketChat workspace;

    @Inject
    RocketChatRooms(OpenRooms everyRoom, RocketChat workspace) {
        this.everyRoom = everyRoom;
        this.workspace = workspace;
    }

    @Override
    public Uni<Boolean> mayEnter(User user, String roomId) {
        return user.login() == null ? everyRoom.mayEnter(user, roomId) : workspace.mayEnter(user.login(), roomId);
    }
}
