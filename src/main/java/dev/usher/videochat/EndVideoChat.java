package dev.usher.videochat;

import dev.usher.call.Call;
import dev.usher.call.CallRegistry;
import dev.usher.identity.CallOwner;
import dev.usher.identity.Caller;
import dev.usher.identity.User;
import dev.usher.videochat.VideoChatException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Leaves video chats, and ends them. Fails with {@link dev.usher.call.CallException}. */
@Singleton
public class EndVideoChat {

    @Inject
    VideoChatAccess access;

    @Inject
    CallRegistry calls;

    /** Takes the caller out; leaving twice is fine. */
    public Uni<Call> leave(Caller caller, String id) {
        return access.find(caller, id).chain(() -> calls.leave(id, caller.person().id()));
    }

    /**
     * Ends a video chat for everybody. Who manages it may; others get {@link dev.usher.identity.NotAllowedException}.
     * Fails with {@link VideoChatException} ALREADY_ENDED.
     */
    public Uni<Call> end(User by, String id) {
        return access.find(by, id).invoke(call -> {
            CallOwner.require(by, call);
            if (call.isOver()) {
                throw new VideoChatException(Reason.ALREADY_ENDED);
            }
        }).chain(() -> calls.end(id, by.person()));
    }
}
