package dev.usher.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.smallrye.mutiny.Uni;

/**
 * Remembers calls and who is in them. Every change of one call is atomic, and no call's changes wait for another's.
 * What time ends (leases, empty, unanswered and overlong calls, see {@link CallConfig}) has ended for every reader.
 * All operations fail with {@link CallException}.
 */
public interface CallRegistry {

    /** Adds a new call. Fails with TOO_MANY_CALLS at the bound of {@link RegistryConfig#maxCalls}. */
    Uni<Call> add(Call call);

    /** The call. Fails with CALL_NOT_FOUND. */
    Uni<Call> find(String callId);

    /** The entry of one person in a call, empty if there is none. Fails with CALL_NOT_FOUND. */
    Uni<Optional<Participant>> participant(String callId, String personId);

    /** The call and all its entries in the order in which they were made. Fails with CALL_NOT_FOUND. */
    Uni<CallPage.Entry> withParticipants(String callId);

    /** The participant whom the others see as that; empty if there is none present. Fails with CALL_NOT_FOUND. */
    Uni<Optional<Participant>> participantSeenAs(String callId, String id);

    /** Who sends with which of these SSRCs, by the ids of persons present. Fails with CALL_NOT_FOUND. */
    Uni<Map<Integer, String>> owners(String callId, Set<Integer> sources);

    /**
     * Lets a person in. Joining again replaces the devices and the connection and keeps the one entry. Another person
     * than its creator joining a direct call answers it. Fails with CALL_NOT_FOUND, CALL_OVER, CALL_SCHEDULED,
     * CALL_FULL, IDENTITY_TAKEN or SOURCE_TAKEN.
     */
    Uni<Call> join(String callId, Joining joining);

    /** Lets a person into a call without media of our own. */
    default Uni<Call> join(String callId, Person person, Devices devices) {
        return join(callId, Joining.of(person, devices));
    }

    /** Takes a person out; leaving twice is fine. Fails with CALL_NOT_FOUND or NOT_A_PARTICIPANT. */
    Uni<Call> leave(String callId, String personId);

    /**
     * Takes out a person whose connection is gone for good. One who is connected by another meanwhile, or not present
     * any more, stays as they are. Fails with CALL_NOT_FOUND.
     */
    Uni<Void> disconnect(String callId, String personId, String connectionId);

    /**
     * Notes that the client of a connection has connected, which is no change that anybody is told of. Fails with
     * CALL_NOT_FOUND.
     */
    Uni<Void> connected(String callId, String personId, String connectionId);

    /** Notes that the media server has lost a connection whose owner may come back. Fails with CALL_NOT_FOUND. */
    Uni<Void> loseConnection(String callId, String personId, String connectionId);

    /** Renews a lease. Fails with CALL_NOT_FOUND, CALL_OVER or NOT_A_PARTICIPANT. */
    Uni<Call> heartbeat(String callId, String personId);

    /**
     * Changes a person who is present. Returns the entry as it is now. Fails with CALL_NOT_FOUND, CALL_OVER,
     * NOT_A_PARTICIPANT or MAY_NOT_SPEAK.
     */
    Uni<Participant> change(String callId, String personId, ParticipantChange change);

    /** Adds members who need not have joined. Returns those who are new. Fails as {@link #join} does. */
    Uni<List<Person.Member>> addMembers(String callId, List<Person.Member> members);

    /** Fails with CALL_NOT_FOUND or CALL_OVER. */
    Uni<Call> rename(String callId, String title);

    /** Begins a video chat that was scheduled. Fails with CALL_NOT_FOUND, CALL_OVER or NOT_SCHEDULED. */
    Uni<Call> begin(String callId);

    /** Ends a call that goes on. Fails with CALL_NOT_FOUND or CALL_OVER. */
    Uni<Call> end(String callId, Person.Member by);

    /** Ends a direct call that nobody has answered. Fails with CALL_NOT_FOUND, NOT_DIRECT or NOT_CALLING. */
    Uni<Call> cancel(String callId, Person.Member by);

    /**
     * Notes that a person will not come. A direct call that rings is over when its callee declines. Fails with
     * CALL_NOT_FOUND, CALL_OVER or CALL_FULL.
     */
    Uni<Call> decline(String callId, Person.Member person);

    /** A room's calls, newest first. */
    Uni<CallPage> inRoom(String roomId, int offset, int count);

    /** The newest calls of all rooms that are not over, newest first, {@code count} at the most. */
    Uni<List<CallPage.Entry>> newestOpen(int count);

    /** Reports all changes from now on, of all calls. */
    void listen(CallListener listener);

    /** How many calls are open and how many participants present, for metrics: may lag by a second. */
    Census census();

    /** Counts of what is going on. */
    record Census(long openCalls, long participants) {
    }
}
