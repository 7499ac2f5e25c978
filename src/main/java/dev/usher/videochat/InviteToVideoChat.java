package dev.usher.videochat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

import dev.usher.call.CallException;
import dev.usher.identity.CallOwner;
import dev.usher.identity.Token;
import dev.usher.identity.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Invites people to video chats. Fails with {@link CallException} or, for others than who manages the call, with
 * {@link dev.usher.identity.NotAllowedException}.
 */
@Singleton
public class InviteToVideoChat {

    private static final int BYTES = 16;

    @Inject
    VideoChatAccess access;

    @Inject
    Invites invites;

    @Inject
    Clock clock;

    /**
     * Makes an invite. To listen everybody who may see the call may invite, to speak only who manages it. Whoever has
     * an invite may join, be the call's room open to them or not, and guests join by nothing else.
     *
     * @param lasting null for as long as the call lasts
     * @param maxUses how many people it admits; null for all
     * @return the secret that stands for it: 128 random bits as 22 characters of base64url
     */
    public Uni<String> invite(User by, String id, Invite.Role role, Duration lasting, Integer maxUses) {
        return access.find(by, id).flatMap(call -> {
            if (call.isOver()) {
                throw new CallException(CallException.Reason.CALL_OVER);
            }
            if (role == Invite.Role.SPEAKER) {
                CallOwner.require(by, call);
            }
            String secret = secret();
            return invites.add(new Invite(id, Token.hash(secret), role,
                    lasting == null ? null : clock.instant().plus(lasting), maxUses)).replaceWith(secret);
        });
    }

    /** Makes all earlier invites invalid; those who came with one stay. */
    public Uni<Void> reset(User by, String id) {
        return access.find(by, id).invoke(call -> CallOwner.require(by, call)).chain(() -> invites.reset(id));
    }

    private static String secret() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
