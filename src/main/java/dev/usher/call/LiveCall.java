package dev.usher.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.usher.call.CallException.Reason;

/**
 * A call of the in-memory registry with its participants, changed only by a thread that holds its monitor. Every
 * operation costs the same however many participants there are, but for ending the call and listing them.
 */
final class LiveCall {

    private static final long NEVER = Long.MAX_VALUE;

    /** The order in which the registry received the call. */
    final long number;

    private final CallConfig times;
    private final CallListener listener;
    private final Roster roster;
    private final long ringsUntil;
    private long lastsUntil;
    /** When the call ends for being empty, as epoch milliseconds like its neighbours. */
    private long emptyUntil = NEVER;
    private volatile Call call;
    private boolean forgotten;

    LiveCall(long number, Call call, CallConfig times, int maxParticipants, CallListener listener) {
        this.number = number;
        this.call = call;
        this.times = times;
        this.listener = listener;
        this.roster = new Roster(maxParticipants);
        this.ringsUntil = call.createdAt().plus(times.ringTimeout()).toEpochMilli();
        this.lastsUntil = lastsUntil(call.status() == CallStatus.SCHEDULED
                ? call.videoChat().scheduledFor() : call.createdAt());
    }

    Call call() {
        return call;
    }

    CallPage.Entry entry() {
        return new CallPage.Entry(call, roster.copy());
    }

    Participant participant(String personId) {
        return roster.get(personId);
    }

    Participant participantSeenAs(String id) {
        return roster.seenAs(id);
    }

    Map<Integer, String> owners(Set<Integer> sources) {
        Map<Integer, String> owners = new HashMap<>();
        for (int source : sources) {
            String owner = roster.owner(source);
            if (owner != null) {
                owners.put(source, owner);
            }
        }
        return owners;
    }

    boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }

    Call join(Joining joining, Instant now) {
        requireStarted();
        roster.requireFree(joining);
        Person person = joining.person();
        Participant before = roster.get(person.id());
        if (before == null) {
            roster.requireRoomFor(1);
            before = Participant.added(person, now);
        }
        boolean newGuest = person instanceof Person.Guest && !before.hasJoined();
        boolean newcomer = !before.isPresent();
        if (call.status() == CallStatus.CALLING && !person.id().equals(call.createdBy().id())) {
            call = call.answered(now);
        }
        emptyUntil = NEVER;
        call = call.counting(call.present() + (newcomer ? 1 : 0), call.anonymousUsers() + (newGuest ? 1 : 0), now);
        put(before.joined(joining, now));
        return call;
    }

    Call leave(String personId, Instant now) {
        Participant participant = roster.get(personId);
        if (participant == null || !participant.hasJoined()) {
            throw new CallException(Reason.NOT_A_PARTICIPANT);
        }
        if (participant.isPresent()) {
            remove(participant, LeaveReason.LEFT, now);
        }
        return call;
    }

    /** Takes out one whose connection is gone; who has another by now stays. */
    void disconnect(String personId, String connectionId, Instant now) {
        Participant participant = roster.get(personId);
        if (participant != null && participant.isPresent() && participant.isConnectedBy(connectionId)) {
            remove(participant, LeaveReason.DISCONNECTED, now);
        }
    }

    void connected(String personId, String connectionId) {
        Participant participant = roster.get(personId);
        if (participant != null && participant.isConnectedBy(connectionId)
                && participant.connection().state() == Connection.State.CONNECTING) {
            roster.put(participant.withConnection(Connection.State.UP));
        }
    }

    void loseConnection(String personId, String connectionId, Instant now) {
        Participant participant = roster.get(personId);
        if (participant != null && participant.isConnected() && participant.isConnectedBy(connectionId)) {
            count(now);
            put(participant.withConnection(Connection.State.LOST));
        }
    }

    Call heartbeat(String personId, Instant now) {
        roster.put(present(personId).heartbeat(now));
        return call;
    }

    Participant change(String personId, ParticipantChange change, Instant now) {
        Participant changed = present(personId).changed(change, now);
        count(now);
        put(changed);
        return changed;
    }

    List<Person.Member> addMembers(List<Person.Member> members, Instant now) {
        requireOpen();
        List<Person.Member> added = new ArrayList<>();
        for (Person.Member member : members) {
            if (roster.get(member.id()) == null && !added.contains(member)) {
                added.add(member);
            }
        }
        roster.requireRoomFor(added.size());
        if (!added.isEmpty()) {
            count(now);
        }
        added.forEach(member -> put(Participant.added(member, now)));
        return added;
    }

    Call rename(String title, Instant now) {
        requireOpen();
        call = call.renamed(title, now);
        listener.renamed(call);
        return call;
    }

    Call begin(Instant now) {
        requireOpen();
        if (call.status() != CallStatus.SCHEDULED) {
            throw new CallException(Reason.NOT_SCHEDULED);
        }
        lastsUntil = lastsUntil(now);
        call = call.begun(now);
        listener.started(call);
        return call;
    }

    Call end(Person.Member by, Instant now) {
        requireOpen();
        over(CallStatus.ENDED, by, now);
        return call;
    }

    Call cancel(Person.Member by, Instant now) {
        if (call.type() != CallType.DIRECT) {
            throw new CallException(Reason.NOT_DIRECT);
        }
        if (call.status() != CallStatus.CALLING) {
            throw new CallException(Reason.NOT_CALLING);
        }
        over(CallStatus.DECLINED, by, now);
        return call;
    }

    Call decline(Person.Member person, Instant now) {
        requireOpen();
        Participant participant = roster.get(person.id());
        if (participant == null) {
            roster.requireRoomFor(1);
            participant = Participant.added(person, now);
        }
        boolean ends = call.status() == CallStatus.CALLING && person.id().equals(call.calleeId());
        if (!ends) {
            count(now);
        }
        put(participant.declined(now));
        if (ends) {
            over(CallStatus.DECLINED, person, now);
        }
        return call;
    }

    /** Does what time has done by {@code now}: ends leases, then the call if that is due. */
    void expire(Instant now) {
        if (call.isOver()) {
            return;
        }
        Instant seenUntil = now.minus(times.participantLease());
        for (Participant gone = roster.unseenSince(seenUntil); gone != null; gone = roster.unseenSince(seenUntil)) {
            remove(gone, LeaveReason.LEASE_EXPIRED, gone.lastSeenAt().plus(times.participantLease()));
        }
        long time = now.toEpochMilli();
        long rungOut = call.status() == CallStatus.CALLING ? ringsUntil : NEVER;
        long end = Math.min(lastsUntil, Math.min(rungOut, emptyUntil));
        if (end <= time) {
            over(end == lastsUntil ? CallStatus.EXPIRED : end == rungOut ? CallStatus.DECLINED : CallStatus.ENDED,
                    null, Instant.ofEpochMilli(end));
        }
    }

    private long lastsUntil(Instant begin) {
        return begin.plus(times.maxDuration()).toEpochMilli();
    }

    private void put(Participant participant) {
        Participant before = roster.put(participant);
        listener.participantChanged(call, before, participant);
    }

    private void count(Instant now) {
        call = call.counting(call.present(), call.anonymousUsers(), now);
    }

    private void remove(Participant participant, LeaveReason reason, Instant at) {
        call = call.counting(call.present() - 1, call.anonymousUsers(), at);
        put(participant.left(reason, at));
        if (call.present() == 0) {
            emptyUntil = at.plus(times.emptyTimeout()).toEpochMilli();
        }
    }

    private void over(CallStatus how, Person.Member by, Instant at) {
        emptyUntil = NEVER;
        call = call.over(how, by, at);
        for (Participant participant : roster.copy()) {
            if (participant.isPresent()) {
                put(participant.left(LeaveReason.CALL_ENDED, at));
            }
        }
        listener.ended(call);
    }

    private Participant present(String personId) {
        requireOpen();
        Participant participant = roster.get(personId);
        if (participant == null || !participant.isPresent()) {
            throw new CallException(Reason.NOT_A_PARTICIPANT);
        }
        return participant;
    }

    private void requireOpen() {
        if (call.isOver()) {
            throw new CallException(Reason.CALL_OVER);
        }
    }

    private void requireStarted() {
        requireOpen();
        if (call.status() == CallStatus.SCHEDULED) {
            throw new CallException(Reason.CALL_SCHEDULED);
        }
    }
}
