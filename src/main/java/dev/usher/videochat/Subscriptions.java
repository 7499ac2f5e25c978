package dev.usher.videochat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.usher.call.Call;
import dev.usher.call.CallListener;
import dev.usher.call.CallRegistry;
import dev.usher.call.Participant;
import dev.usher.videochat.VideoChatException.Reason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Who receives by which subscription. Everybody has one at the most, and none after leaving. */
@Singleton
class Subscriptions implements CallListener {

    private final Connections connections;
    private final Map<Owner, Subscription> byOwner = new ConcurrentHashMap<>();

    /** Who receives. */
    record Owner(String callId, String personId) {
    }

    /** A subscription; {@code busy} while there is an offer to come, or to be answered. */
    private record Subscription(String id, boolean busy) {
    }

    @Inject
    Subscriptions(CallRegistry calls, Connections connections) {
        this.connections = connections;
        calls.listen(this);
    }

    /** Begins a new subscription in place of the former. It is busy. */
    void begin(Owner owner, String id) {
        Subscription before = byOwner.put(owner, new Subscription(id, true));
        if (before != null) {
            connections.close(before.id);
        }
    }

    /** Makes a subscription busy. Fails with {@link VideoChatException} NOT_JOINED or OFFER_UNANSWERED. */
    void change(Owner owner, String id) {
        if (!byOwner.replace(owner, new Subscription(id, false), new Subscription(id, true))) {
            throw new VideoChatException(isOf(owner, id) ? Reason.OFFER_UNANSWERED : Reason.NOT_JOINED);
        }
    }

    /** Fails with {@link VideoChatException} NOT_JOINED if the subscription is not the owner's. */
    void require(Owner owner, String id) {
        if (!isOf(owner, id)) {
            throw new VideoChatException(Reason.NOT_JOINED);
        }
    }

    private boolean isOf(Owner owner, String id) {
        Subscription subscription = byOwner.get(owner);
        return subscription != null && subscription.id.equals(id);
    }

    /** Notes that there is nothing to wait for. */
    void settle(Owner owner, String id) {
        byOwner.replace(owner, new Subscription(id, true), new Subscription(id, false));
    }

    /** Ends a subscription, whether it is still the owner's or not. */
    void end(Owner owner, String id) {
        byOwner.computeIfPresent(owner, (of, subscription) -> subscription.id.equals(id) ? null : subscription);
        connections.close(id);
    }

    @Override
    public void participantChanged(Call call, Participant before, Participant now) {
        if (before != null && before.isPresent() && !now.isPresent()) {
            Subscription subscription = byOwner.remove(new Owner(call.id(), now.person().id()));
            if (subscription != null) {
                connections.close(subscription.id);
            }
        }
    }

    @Override
    public void ended(Call call) {
        // everybody has left before
    }
}
