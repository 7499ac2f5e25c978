package dev.usher.identity;

import java.util.Optional;

import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Usher's own users can be looked up, a workspace's cannot: they are known while they call. */
@Singleton
@Typed(RocketChatUsers.class)
class RocketChatUsers implements Users {

    private final LocalUsers local;

    @Inject
    RocketChatUsers(LocalUsers local) {
        this.local = local;
    }

    @Override
    public Optional<User> byId(String id) {
        return local.byId(id);
    }

    @Override
    public Optional<User> byUsername(String username) {
        return local.byUsername(username);
    }

    /** Of a room that the workspace has and whose id begins or ends with a user's, the rest is the other's. */
    @Override
    public Optional<String> otherOf(String roomId, User one) {
        return one.login() == null ? local.otherOf(roomId, one)
                : Users.rest(roomId, one.id()).filter(id -> !id.isEmpty());
    }
}
