package dev.usher.videochat;

import java.util.function.Supplier;
import java.util.regex.Pattern;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallRegistry;
import dev.usher.call.Participant;
import dev.usher.identity.CallAccess;
import dev.usher.identity.Caller;
import dev.usher.identity.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Finds video chats for those who may see them, as {@link CallAccess} says, and for those who are invited. Guests may
 * see the ones that they have joined, and no others.
 */
@Singleton
class VideoChatAccess {

    /** A decimal number of 63 bits. */
    private static final Pattern ID = Pattern.compile("[1-9]\\d{0,18}");

    @Inject
    CallAccess access;

    @Inject
    CallRegistry calls;

    @Inject
    Invites invites;

    /** Fails with CALL_NOT_FOUND. */
    Uni<Call> find(Caller caller, String id) {
        return named(id, () -> access.find(caller, id));
    }

    /**
     * The call, if the caller may see it or has this invite to it, which may be null. Fails with CALL_NOT_FOUND, or
     * {@link VideoChatException} INVITE_EXPIRED for one who had an invite.
     */
    Uni<Call> find(Caller caller, String id, String invite) {
        if (invite == null) {
            return find(caller, id);
        }
        return named(id, () -> calls.find(id).call(call -> access.maySee(caller, call)
                .flatMap(maySee -> maySee ? Uni.createFrom().item(true)
                        : invites.look(id, invite, caller.person().id()).map(VideoChatAccess::admits))
                .invoke(granted -> {
                    if (!granted) {
                        throw notFound();
                    }
                })));
    }

    /** Whether the caller may join without ever having been invited. */
    Uni<Boolean> isOpenTo(Caller caller, Call call) {
        return caller instanceof User ? access.isOpenTo(caller, call) : Uni.createFrom().item(false);
    }

    /** Fails with {@link VideoChatException} NOT_JOINED unless the caller is in the call. */
    Uni<Void> requirePresent(Caller caller, String id) {
        return calls.participant(id, caller.person().id()).invoke(participant -> {
            if (participant.filter(Participant::isPresent).isEmpty()) {
                throw new VideoChatException(VideoChatException.Reason.NOT_JOINED);
            }
        }).replaceWithVoid();
    }

    private static boolean admits(Invites.Redemption invite) {
        if (invite == Invites.Redemption.EXPIRED) {
            throw new VideoChatException(VideoChatException.Reason.INVITE_EXPIRED);
        }
        return invite != Invites.Redemption.INVALID;
    }

    private static Uni<Call> named(String id, Supplier<Uni<Call>> found) {
        if (!ID.matcher(id).matches()) {
            return Uni.createFrom().failure(notFound());
        }
        return found.get().invoke(call -> {
            if (!call.isVideoChat()) {
                throw notFound();
            }
        });
    }

    private static CallException notFound() {
        return new CallException(CallException.Reason.CALL_NOT_FOUND);
    }
}
