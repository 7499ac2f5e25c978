package dev.usher.videochat;

import io.smallrye.mutiny.Uni;

/** Remembers the invites to calls, until the calls are over. */
public interface Invites {

    /** How many invites a call has at the most; then the oldest goes. */
    int MAX_PER_CALL = 1000;

    /** What an invite turned out to be. */
    enum Redemption {
        SPEAKER, LISTENER, INVALID,
        /** It was valid, but its time is over or it has been used up. */
        EXPIRED
    }

    Uni<Void> add(Invite invite);

    /** What {@link #redeem} would say, without using the invite. */
    Uni<Redemption> look(String callId, String secret, String personId);

    /** Uses the invite that a secret stands for. The same person's second use does not count. */
    Uni<Redemption> redeem(String callId, String secret, String personId);

    /** Makes all invites to a call invalid. */
    Uni<Void> reset(String callId);
}
