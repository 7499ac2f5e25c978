package dev.usher.videochat;

import java.util.Optional;

import io.smallrye.mutiny.Uni;

/** Who receives by which subscription. Everybody has one at the most, and none after leaving. */
public interface Subscriptions {

    /** Who receives. */
    record Owner(String callId, String personId) {
    }

    /**
     * Begins a new subscription in place of the former. It is busy, since there is an offer to come.
     *
     * @return the id of the former
     */
    Uni<Optional<String>> begin(Owner owner, String id);

    /** Makes a subscription busy. Fails with {@link VideoChatException} NOT_JOINED or OFFER_UNANSWERED. */
    Uni<Void> change(Owner owner, String id);

    /** Fails with {@link VideoChatException} NOT_JOINED if the subscription is not the owner's. */
    Uni<Void> require(Owner owner, String id);

    /** Notes that there is nothing to wait for. */
    Uni<Void> settle(Owner owner, String id);

    /** Forgets a subscription, if it is still the owner's. */
    Uni<Void> end(Owner owner, String id);
}
