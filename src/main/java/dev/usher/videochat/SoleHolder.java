package dev.usher.videochat;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/** There is one process, and nobody to tell. */
@Singleton
@Typed(SoleHolder.class)
public class SoleHolder implements ConnectionHolders {

    private static final Uni<Void> DONE = Uni.createFrom().voidItem();

    @Override
    public boolean areShared() {
        return false;
    }

    @Override
    public void began(String session) {
        // nobody to tell
    }

    @Override
    public Uni<Void> opened(String connectionId, String callId, String personId) {
        return DONE;
    }

    @Override
    public void closed(String connectionId) {
        // nobody to tell
    }

    @Override
    public void ended(String callId) {
        // nobody to tell
    }

    @Override
    public Uni<Void> settled(String connectionId) {
        return DONE;
    }

    @Override
    public void close(String subscriptionId) {
        // nobody else has any
    }

    @Override
    public Uni<Void> leaving() {
        return DONE;
    }
}
