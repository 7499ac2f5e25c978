package dev.usher.identity;

import java.util.Optional;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Checks tokens that Usher itself has handed out, and those of back ends. */
@Singleton
@Typed(LocalCredentials.class)
class LocalCredentials implements Credentials {

    private final ApiTokens apiTokens;
    private final LoginTokens loginTokens;
    private final LocalUsers users;

    @Inject
    LocalCredentials(ApiTokens apiTokens, LoginTokens loginTokens, LocalUsers users) {
        this.apiTokens = apiTokens;
        this.loginTokens = loginTokens;
        this.users = users;
    }

    @Override
    public Uni<User> check(String userId, String token) {
        return owner(token).onItem().transform(owner -> owner
                .filter(user -> Token.equal(user.id(), userId))
                .orElseThrow(UnauthorizedException::new));
    }

    @Override
    public Uni<User> check(String token) {
        return owner(token).onItem().transform(owner -> owner.orElseThrow(UnauthorizedException::new));
    }

    @Override
    public Uni<Void> revoke(User user, String token) {
        return loginTokens.remove(Token.hash(token));
    }

    /** The user whose token it is, whoever asks. */
    Uni<Optional<User>> owner(String token) {
        String hash = Token.hash(token);
        Optional<User> backEnd = apiTokens.owner(hash);
        return backEnd.isPresent()
                ? Uni.createFrom().item(backEnd)
                : loginTokens.userId(hash).map(found -> found.flatMap(users::byId));
    }
}
