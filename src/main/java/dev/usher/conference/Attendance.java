package dev.usher.conference;

import dev.usher.call.Call;
import dev.usher.call.CallRegistry;
import dev.usher.call.Devices;
import dev.usher.call.Participant;
import dev.usher.call.ParticipantChange;
import dev.usher.identity.CallAccess;
import dev.usher.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What participants say of themselves while they are in a call. Fails with {@link dev.usher.call.CallException}. */
@Singleton
public class Attendance {

    @Inject
    CallAccess access;

    @Inject
    CallRegistry calls;

    public Uni<Call> leave(Caller caller, String callId) {
        return access.find(caller, callId).chain(() -> calls.leave(callId, caller.person().id()));
    }

    /** Says that the caller is still there; from the first time on, silence ends the participation. */
    public Uni<Call> heartbeat(Caller caller, String callId) {
        return access.find(caller, callId).chain(() -> calls.heartbeat(callId, caller.person().id()));
    }

    /** Changes the caller's devices, but for those whose state is unknown. Returns what they are now. */
    public Uni<Devices> changeDevices(Caller caller, String callId, Devices change) {
        return access.find(caller, callId)
                .chain(() -> calls.change(callId, caller.person().id(), ParticipantChange.of(change)))
                .map(Participant::devices);
    }
}
