package dev.usher.identity;

import java.util.Optional;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallException.Reason;
import dev.usher.call.CallRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Knows who may see and join which call: users who may enter its room, guests where they are welcome, and always those
 * who have an entry in it, be they in the call, gone, or added. A call that a caller may not see is CALL_NOT_FOUND, as
 * one that does not exist.
 */
@Singleton
public class CallAccess {

    @Inject
    CallRegistry calls;

    @Inject
    RoomAccess rooms;

    @Inject
    GuestsConfig guests;

    /** The call, if the caller may see it. */
    public Uni<Call> find(Caller caller, String callId) {
        return calls.find(callId).call(call -> require(maySee(caller, call)));
    }

    /** Fails unless the user may enter the room. */
    public Uni<Void> requireRoom(User user, String roomId) {
        return require(rooms.mayEnter(user, roomId));
    }

    public Uni<Boolean> maySee(Caller caller, Call call) {
        return isOpenTo(caller, call).flatMap(open -> open || caller instanceof Guest && !guests.enabled()
                ? Uni.createFrom().item(open)
                : isMember(caller, call));
    }

    /** Whether the caller may see the call without an entry in it. */
    public Uni<Boolean> isOpenTo(Caller caller, Call call) {
        if (caller instanceof User user) {
            return user.id().equals(call.createdBy().id()) || user.id().equals(call.calleeId())
                    ? Uni.createFrom().item(true)
                    : rooms.mayEnter(user, call.roomId());
        }
        return Uni.createFrom().item(guests.enabled() && call.guestsWelcome());
    }

    private Uni<Boolean> isMember(Caller caller, Call call) {
        return calls.participant(call.id(), caller.person().id()).map(Optional::isPresent);
    }

    private static Uni<Void> require(Uni<Boolean> access) {
        return access.invoke(granted -> {
            if (!granted) {
                throw new CallException(Reason.CALL_NOT_FOUND);
            }
        }).replaceWithVoid();
    }
}
