package dev.usher.identity;

import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;

/** Who makes the request at hand, once that is known. */
@RequestScoped
public class CurrentCaller {

    private Caller caller;

    public void is(Caller who) {
        caller = who;
    }

    public Optional<Caller> get() {
        return Optional.ofNullable(caller);
    }

    /** The caller of a request that none but users may make. Fails with {@link UnauthorizedException}. */
    public User user() {
        if (caller instanceof User user) {
            return user;
        }
        throw new UnauthorizedException();
    }

    /** The caller of a request that guests may make too. Fails with {@link UnauthorizedException}. */
    public Caller userOrGuest() {
        return get().orElseThrow(UnauthorizedException::new);
    }
}
