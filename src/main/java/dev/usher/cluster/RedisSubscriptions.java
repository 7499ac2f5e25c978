package dev.usher.cluster;

import java.util.Optional;

import dev.usher.videochat.Subscriptions;
import dev.usher.videochat.VideoChatException;
import dev.usher.videochat.VideoChatException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The subscriptions of all pods, on Redis, beside the calls in which they are. */
@Singleton
@Typed(RedisSubscriptions.class)
public class RedisSubscriptions implements Subscriptions {

    private static final String OK = "OK";
    private static final String BUSY = "BUSY";

    private final RedisStore store;
    private final Script script = Script.named("subscription");

    @Inject
    RedisSubscriptions(RedisStore store) {
        this.store = store;
    }

    @Override
    public Uni<Optional<String>> begin(Owner owner, String id) {
        return run("begin", owner, id).map(former -> Optional.of(former).filter(said -> !OK.equals(said)));
    }

    @Override
    public Uni<Void> change(Owner owner, String id) {
        return run("change", owner, id).invoke(RedisSubscriptions::require).replaceWithVoid();
    }

    @Override
    public Uni<Void> require(Owner owner, String id) {
        return run("require", owner, id).invoke(RedisSubscriptions::require).replaceWithVoid();
    }

    private static void require(String said) {
        if (!OK.equals(said)) {
            throw new VideoChatException(BUSY.equals(said) ? Reason.OFFER_UNANSWERED : Reason.NOT_JOINED);
        }
    }

    @Override
    public Uni<Void> settle(Owner owner, String id) {
        return run("settle", owner, id).replaceWithVoid();
    }

    @Override
    public Uni<Void> end(Owner owner, String id) {
        return run("end", owner, id).replaceWithVoid();
    }

    private Uni<String> run(String operation, Owner owner, String id) {
        return store.run(script, Keys.subscriptions(owner.callId()), operation, owner.personId(), id)
                .map(Object::toString);
    }
}
