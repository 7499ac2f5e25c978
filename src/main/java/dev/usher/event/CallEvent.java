package dev.usher.event;

import java.time.Instant;
import java.util.List;

import dev.usher.call.Call;
import dev.usher.call.LeaveReason;
import dev.usher.call.Participant;

/** Something that happened in a call. Its version is the call's, which no two events share but for those that say so. */
public sealed interface CallEvent {

    /** The call as it was then. */
    Call call();

    default Instant at() {
        return call().updatedAt();
    }

    /** Whether another event of the same version follows. */
    default boolean isContinued() {
        return false;
    }

    /** The call has begun, or rings. */
    record Started(Call call) implements CallEvent {
    }

    record Renamed(Call call) implements CallEvent {
    }

    /** The last event of a call. */
    record Ended(Call call) implements CallEvent {
    }

    record Joined(Call call, Participant participant) implements CallEvent {
    }

    /**
     * Somebody is not there any more.
     *
     * @param participant as the others saw them
     */
    record Left(Call call, Participant participant, LeaveReason reason, boolean isContinued) implements CallEvent {
    }

    /** Somebody who is there has other devices, another right to speak, another connection, or raised a hand. */
    record Changed(Call call, Participant participant) implements CallEvent {
    }

    /** What a change of an entry is to those who look on; often one event, none of who is not there. */
    static List<CallEvent> of(Call call, Participant before, Participant now) {
        boolean was = before != null && before.isPresent();
        if (!was) {
            return now.isPresent() ? List.of(new Joined(call, now)) : List.of();
        }
        if (!now.isPresent()) {
            return List.of(new Left(call, before, now.leftReason(), now.leftReason() == LeaveReason.CALL_ENDED));
        }
        if (!before.seenAs().id().equals(now.seenAs().id())) {
            return List.of(new Left(call, before, LeaveReason.LEFT, true), new Joined(call, now));
        }
        return List.of(new Changed(call, now));
    }
}
