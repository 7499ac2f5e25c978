package dev.usher.videochat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.usher.call.Call;
import dev.usher.call.CallListener;
import dev.usher.call.CallRegistry;
import dev.usher.call.Participant;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Who receives by which subscription. Everybody has one at the most, and none after leaving. */
@Singleton
class Subscriptions implements CallListener {

    private final Connections connections;
    private final Map<Owner, Subscription> byOwner = new ConcurrentHashMap<>();

    /** A subscription; {@code unanswered} while its latest offer is. */
    record Subscription(String id, boolean unanswered) {
    }

    private record Owner(String callId, String personId) {
    }

    @Inject
    Subscriptions(CallRegistry calls, Connections connections) {
        this.connections = connections;
        calls.listen(this);
    }

    Optional<Subscription> of(String callId, String personId) {
        return Optional.ofNullable(byOwner.get(new Owner(callId, personId)));
    }

    /** Replaces what the person had before. */
    void put(String callId, String personId, Subscription subscription) {
        Subscription before = byOwner.put(new Owner(callId, personId), subscription);
        if (before != null && !before.id.equals(subscription.id)) {
            connections.close(before.id);
        }
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
