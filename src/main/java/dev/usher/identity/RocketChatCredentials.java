package dev.usher.identity;

import java.util.Optional;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Checks Usher's own tokens first, which takes no request, and those that are not as a workspace's. */
@Singleton
@Typed(RocketChatCredentials.class)
class RocketChatCredentials implements Credentials {

    private static final char SEPARATOR = ':';

    private final LocalCredentials local;
    private final RocketChat workspace;

    @Inject
    RocketChatCredentials(LocalCredentials local, RocketChat workspace) {
        this.local = local;
        this.workspace = workspace;
    }

    @Override
    public Uni<User> check(String userId, String token) {
        return local.owner(token).flatMap(owner -> owner.isPresent()
                ? Uni.createFrom().item(owner.get()).invoke(user -> requireId(user, userId))
                : atWorkspace(WorkspaceLogin.of(userId, token)));
    }

    private static void requireId(User user, String userId) {
        if (!Token.equal(user.id(), userId)) {
            throw new UnauthorizedException();
        }
    }

    @Override
    public Uni<User> check(String token) {
        return local.owner(token).flatMap(owner -> owner.isPresent()
                ? Uni.createFrom().item(owner.get())
                : atWorkspace(login(token)));
    }

    private static Optional<WorkspaceLogin> login(String idAndToken) {
        int end = idAndToken.indexOf(SEPARATOR);
        return end < 0 ? Optional.empty()
                : WorkspaceLogin.of(idAndToken.substring(0, end), idAndToken.substring(end + 1));
    }

    private Uni<User> atWorkspace(Optional<WorkspaceLogin> login) {
        return login.map(workspace::user).orElseGet(() -> Uni.createFrom().failure(UnauthorizedException::new));
    }

    @Override
    public Uni<Void> revoke(User user, String token) {
        return user.login() == null ? local.revoke(user, token) : workspace.logout(user.login());
    }
}
