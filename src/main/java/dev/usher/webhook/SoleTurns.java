package dev.usher.webhook;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/** Of a process that shares nothing: it always sends. */
@Singleton
@Typed(SoleTurns.class)
public class SoleTurns implements Turns {

    @Override
    public void enter(String webhook, Follower follower) {
        follower.turnCame();
    }

    @Override
    public boolean isMine(String webhook) {
        return true;
    }

    @Override
    public void tell(String webhook, Settled upTo) {
        // nobody else is there
    }

    @Override
    public Uni<Void> leave() {
        return Uni.createFrom().voidItem();
    }

    @Override
    public boolean areShared() {
        return false;
    }
}
