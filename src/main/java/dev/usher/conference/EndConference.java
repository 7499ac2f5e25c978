package dev.usher.conference;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallRegistry;
import dev.usher.identity.CallAccess;
import dev.usher.identity.CallOwner;
import dev.usher.identity.NotAllowedException;
import dev.usher.identity.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The ways in which people end calls. Fails with {@link CallException}. */
@Singleton
public class EndConference {

    @Inject
    CallAccess access;

    @Inject
    CallRegistry calls;

    /** Ends a call for everybody. Its creator and admins may; others get {@link NotAllowedException}. */
    public Uni<Call> end(User by, String callId) {
        return access.find(by, callId)
                .invoke(call -> CallOwner.require(by, call))
                .chain(() -> calls.end(callId, by.person()));
    }

    /** Gives up a direct call that nobody has answered. */
    public Uni<Call> cancel(User by, String callId) {
        return access.find(by, callId).chain(() -> calls.cancel(callId, by.person()));
    }

    /** Says that the user will not come; a direct call that rings is over when its callee says so. */
    public Uni<Call> decline(User by, String callId) {
        return access.find(by, callId).chain(() -> calls.decline(callId, by.person()));
    }

    /** Notes that the provider has ended a call; one that is over already stays as it is. */
    public Uni<Void> endedByProvider(String callId) {
        return calls.end(callId, null).replaceWithVoid().onFailure(CallException.class).recoverWithNull();
    }
}
