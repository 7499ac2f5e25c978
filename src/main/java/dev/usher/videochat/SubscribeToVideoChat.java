package dev.usher.videochat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallPage;
import dev.usher.call.CallRegistry;
import dev.usher.call.Participant;
import dev.usher.call.VideoChat;
import dev.usher.identity.Caller;
import dev.usher.media.ConnectionId;
import dev.usher.media.MediaException;
import dev.usher.media.MediaServer;
import dev.usher.videochat.Subscriptions.Owner;
import dev.usher.videochat.VideoChatException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Receives the others in a video chat of audio and video, by a second connection for which the media server makes the
 * offer. Fails with {@link CallException}, or {@link VideoChatException} NOT_JOINED, NOTHING_TO_SUBSCRIBE or
 * MEDIA_FAILED.
 */
@Singleton
public class SubscribeToVideoChat {

    @Inject
    VideoChatAccess access;

    @Inject
    CallRegistry calls;

    @Inject
    MediaServer media;

    @Inject
    Subscriptions subscriptions;

    @Inject
    Receivers receivers;

    /**
     * A subscription with the offer to answer.
     *
     * @param sdp          empty where nothing changes or nobody sends
     * @param participants whom the subscription receives, as the others see them
     */
    public record Offer(String subscriptionId, Optional<String> sdp, List<String> participants) {
    }

    /**
     * Receives participants, and no others. Those whose clients have not connected yet are left out.
     *
     * @param subscriptionId the subscription to change; null for a new one, which replaces the former
     * @param seenAs         the participants as the others see them; null for all
     */
    public Uni<Offer> receive(Caller caller, String id, String subscriptionId, List<String> seenAs) {
        Owner owner = new Owner(id, caller.person().id());
        return present(caller, id).flatMap(entry -> {
            List<Participant> sending = sending(entry, caller, seenAs);
            String subscription = subscriptionId == null ? ConnectionId.next() : subscriptionId;
            return claim(owner, subscription, subscriptionId == null)
                    .chain(() -> offer(id, subscription, subscriptionId == null, sending)
                            .call(() -> access.requirePresent(caller, id))
                            .onFailure().call(() -> end(owner, subscription)))
                    .call(sdp -> sdp.isPresent() ? Uni.createFrom().voidItem()
                            : subscriptions.settle(owner, subscription))
                    .map(sdp -> new Offer(subscription, sdp,
                            sending.stream().map(participant -> participant.seenAs().id()).toList()));
        }).memoize().indefinitely();
    }

    private Uni<Void> claim(Owner owner, String subscriptionId, boolean isNew) {
        if (!isNew) {
            return subscriptions.change(owner, subscriptionId);
        }
        receivers.add(owner, subscriptionId);
        return subscriptions.begin(owner, subscriptionId)
                .invoke(former -> former.ifPresent(receivers::close)).replaceWithVoid();
    }

    private Uni<Void> end(Owner owner, String subscriptionId) {
        receivers.close(subscriptionId);
        return subscriptions.end(owner, subscriptionId);
    }

    private Uni<Optional<String>> offer(String callId, String subscriptionId, boolean isNew, List<Participant> of) {
        Set<String> ids = of.stream().map(participant -> participant.connection().id()).collect(Collectors.toSet());
        return (isNew ? media.subscribe(subscriptionId, callId, ids) : media.change(subscriptionId, callId, ids))
                .onFailure(MediaException.class).transform(SubscribeToVideoChat::failed);
    }

    /** Answers the latest offer of a subscription. */
    public Uni<Void> answer(Caller caller, String id, String subscriptionId, String sdp) {
        Owner owner = new Owner(id, caller.person().id());
        return present(caller, id).chain(() -> subscriptions.require(owner, subscriptionId))
                .chain(() -> media.answer(subscriptionId, sdp))
                .call(() -> subscriptions.settle(owner, subscriptionId))
                .onFailure(MediaException.class).transform(SubscribeToVideoChat::failed);
    }

    private Uni<CallPage.Entry> present(Caller caller, String id) {
        return access.find(caller, id).invoke(SubscribeToVideoChat::requireSubscribable)
                .chain(() -> access.requirePresent(caller, id))
                .chain(() -> calls.withParticipants(id));
    }

    private static void requireSubscribable(Call call) {
        if (call.isOver()) {
            throw new CallException(CallException.Reason.CALL_OVER);
        }
        if (call.videoChat().mode() != VideoChat.Mode.VIDEO) {
            throw new VideoChatException(Reason.NOTHING_TO_SUBSCRIBE);
        }
    }

    private List<Participant> sending(CallPage.Entry entry, Caller caller, List<String> seenAs) {
        List<Participant> wanted = entry.participants().stream()
                .filter(Participant::isPresent)
                .filter(participant -> !participant.person().id().equals(caller.person().id()))
                .filter(participant -> seenAs == null || seenAs.contains(participant.seenAs().id()))
                .toList();
        if (seenAs != null && wanted.size() < Set.copyOf(seenAs).size()) {
            throw new CallException(CallException.Reason.NOT_A_PARTICIPANT);
        }
        return wanted.stream()
                .filter(participant -> participant.isConnected() && participant.connection().isUp())
                .toList();
    }

    private static VideoChatException failed(Throwable cause) {
        return new VideoChatException(Reason.MEDIA_FAILED, cause.getMessage(), cause);
    }
}
