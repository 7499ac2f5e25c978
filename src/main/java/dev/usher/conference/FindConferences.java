package dev.usher.conference;

import java.util.List;

import dev.usher.call.Call;
import dev.usher.call.CallPage;
import dev.usher.call.CallRegistry;
import dev.usher.identity.CallAccess;
import dev.usher.identity.Caller;
import dev.usher.identity.User;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Looks calls up. Fails with {@link dev.usher.call.CallException}. */
@Singleton
public class FindConferences {

    /** How many of the newest open calls are looked at for one that the user may join. */
    private static final int JOINABLE = 100;

    @Inject
    CallAccess access;

    @Inject
    CallRegistry calls;

    /** One call with its participants. */
    public Uni<CallPage.Entry> find(User user, String callId) {
        return access.find(user, callId).chain(() -> calls.withParticipants(callId));
    }

    /** One call of whatever kind, if the caller may see it. */
    public Uni<Call> see(Caller caller, String callId) {
        return access.find(caller, callId);
    }

    /** A room's calls, newest first. */
    public Uni<CallPage> inRoom(User user, String roomId, int offset, int count) {
        return access.requireRoom(user, roomId).chain(() -> calls.inRoom(roomId, offset, count));
    }

    /** Open conferences that the user may join, newest first. */
    public Uni<List<CallPage.Entry>> joinable(User user) {
        return calls.newestOpen(JOINABLE).flatMap(open -> Multi.createFrom().iterable(open)
                .select().where(entry -> !entry.call().isVideoChat())
                .select().when(entry -> access.maySee(user, entry.call()))
                .collect().asList());
    }
}
