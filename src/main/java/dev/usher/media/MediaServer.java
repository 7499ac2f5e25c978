package dev.usher.media;

import java.util.Optional;
import java.util.Set;

import dev.usher.call.VideoChat;
import io.smallrye.mutiny.Uni;

/**
 * Carries the media of calls. Connections and subscriptions go by ids that the caller chooses, no two alike. What it
 * cannot do fails with {@link MediaException}.
 */
public interface MediaServer {

    /** What a participant is about to connect. */
    record Wish(String connectionId, String callId, VideoChat.Mode mode, ClientParameters client, Muted muted) {
    }

    /** Sets up a connection over which a participant sends, and in voice calls receives too. */
    Uni<ConnectionParameters> connect(Wish wish);

    /** Keeps the others from receiving what of a connection is muted, whatever its owner sends. */
    Uni<Void> mute(String connectionId, Muted muted);

    /** Closes a connection or a subscription; closing one that is gone is fine. */
    Uni<Void> disconnect(String id);

    /**
     * Makes a new subscription, which receives these connections of a call.
     *
     * @return an offer in SDP, which {@link #answer} answers; empty if there is nothing to receive
     */
    Uni<Optional<String>> subscribe(String subscriptionId, String callId, Set<String> connectionIds);

    /** Makes a subscription receive these connections of a call, and no others; as {@link #subscribe}. */
    Uni<Optional<String>> change(String subscriptionId, String callId, Set<String> connectionIds);

    /** Takes the client's answer to the latest offer of a subscription. */
    Uni<Void> answer(String subscriptionId, String sdp);

    /** Frees what a call has used. */
    Uni<Void> endCall(String callId);

    /** Makes this process free what a call uses, although another one has used it. */
    void takeOver(String callId, VideoChat.Mode mode);

    /** Ends all that another process has had, see {@link MediaListener#began}. */
    Uni<Void> endSession(String session);

    /**
     * Ends all that this process has.
     *
     * @param calls whether that includes what calls use, and others might use too
     */
    Uni<Void> stop(boolean calls);

    boolean isConfigured();

    /** Whether it answered when it was asked last, or was not asked yet. */
    boolean isUp();

    /** Reports what happens to connections from now on. */
    void listen(MediaListener listener);
}
