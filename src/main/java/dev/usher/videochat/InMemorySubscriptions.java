package dev.usher.videochat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.usher.call.Call;
import dev.usher.call.CallListener;
import dev.usher.call.CallRegistry;
import dev.usher.call.Participant;
import dev.usher.videochat.VideoChatException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The subscriptions of one process. */
@Singleton
@Typed(InMemorySubscriptions.class)
public class InMemorySubscriptions implements Subscriptions, CallListener {

    private final Map<Owner, Subscription> byOwner = new ConcurrentHashMap<>();

    /** A subscription; {@code busy} while there is an offer to come, or to be answered. */
    private record Subscription(String id, boolean busy) {
    }

    @Inject
    InMemorySubscriptions(CallRegistry calls) {
        calls.listen(this);
    }

    @Override
    public Uni<Optional<String>> begin(Owner owner, String id) {
        return Uni.createFrom().item(() ->
                Optional.ofNullable(byOwner.put(owner, new Subscription(id, true))).map(Subscription::id));
    }

    @Override
    public Uni<Void> change(Owner owner, String id) {
        return Uni.createFrom().voidItem().invoke(() -> {
            if (!byOwner.replace(owner, new Subscription(id, false), new Subscription(id, true))) {
                throw new VideoChatException(isOf(owner, id) ? Reason.OFFER_UNANSWERED : Reason.NOT_JOINED);
            }
        });
    }

    @Override
    public Uni<Void> require(Owner owner, String id) {
        return Uni.createFrom().voidItem().invoke(() -> {
            if (!isOf(owner, id)) {
                throw new VideoChatException(Reason.NOT_JOINED);
            }
        });
    }

    private boolean isOf(Owner owner, String id) {
        Subscription subscription = byOwner.get(owner);
        return subscription != null && subscription.id.equals(id);
    }

    @Override
    public Uni<Void> settle(Owner owner, String id) {
        return Uni.createFrom().voidItem().invoke(() ->
                byOwner.replace(owner, new Subscription(id, true), new Subscription(id, false)));
    }

    @Override
    public Uni<Void> end(Owner owner, String id) {
        return Uni.createFrom().voidItem().invoke(() -> byOwner.computeIfPresent(owner,
                (of, subscription) -> subscription.id.equals(id) ? null : subscription));
    }

    @Override
    public void participantChanged(Call call, Participant before, Participant now) {
        if (before != null && before.isPresent() && !now.isPresent()) {
            byOwner.remove(new Owner(call.id(), now.person().id()));
        }
    }

    @Override
    public void ended(Call call) {
        // everybody has left before
    }
}
