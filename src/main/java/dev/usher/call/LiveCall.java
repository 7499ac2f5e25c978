package dev.usher.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    private final int maxParticipants;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    /** Those with a lease, longest unseen first. */
    private final Set<String> leases = new LinkedHashSet<>();
    private final long lastsUntil;
    private final long ringsUntil;
    /** When the call ends for being empty, as epoch milliseconds like its neighbours. */
    private long emptyUntil = NEVER;
    private volatile Call call;
    private boolean forgotten;

    LiveCall(long number, Call call, CallConfig times, int maxParticipants) {
        this.number = number;
        this.call = call;
        this.times = times;
        this.maxParticipants = maxParticipants;
        this.lastsUntil = call.createdAt().plus(times.maxDuration()).toEpochMilli();
        this.ringsUntil = call.createdAt().plus(times.ringTimeout()).toEpochMilli();
    }

    Call call() {
        return call;
    }

    CallPage.Entry entry() {
        return new CallPage.Entry(call, List.copyOf(participants.values()));
    }

    Participant participant(String personId) {
        return participants.get(personId);
    }

    boolean isForgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
    }

    Call join(Person person, Devices devices, Instant now) {
        requireOpen();
        Participant before = participants.get(person.id());
        if (before == null) {
            requireRoomFor(1);
            before = Participant.added(person, now);
        }
        participants.put(person.id(), before.joined(person, devices, now));
        renewLease(person.id(), now);
        if (call.status() == CallStatus.CALLING && !person.id().equals(call.createdBy().id())) {
            call = call.answered(now);
        }
        emptyUntil = NEVER;
        boolean newGuest = person instanceof Person.Guest && !before.hasJoined();
        call = call.counting(call.present() + (before.isPresent() ? 0 : 1),
                call.anonymousUsers() + (newGuest ? 1 : 0), now);
        return call;
    }

    Call leave(String personId, Instant now) {
        Participant participant = participants.get(personId);
        if (participant == null || !participant.hasJoined()) {
            throw new CallException(Reason.NOT_A_PARTICIPANT);
        }
        if (participant.isPresent()) {
            remove(personId, LeaveReason.LEFT, now);
        }
        return call;
    }

    Call heartbeat(String personId, Instant now) {
        Participant participant = present(personId);
        participants.put(personId, participant.seen(participant.devices(), true, now));
        leases.remove(personId);
        leases.add(personId);
        return call;
    }

    Devices changeDevices(String personId, Devices change, Instant now) {
        Participant participant = present(personId);
        Devices devices = participant.devices().changedBy(change);
        participants.put(personId, participant.seen(devices, false, now));
        renewLease(personId, now);
        call = call.counting(call.present(), call.anonymousUsers(), now);
        return devices;
    }

    List<Person.Member> addMembers(List<Person.Member> members, Instant now) {
        requireOpen();
        List<Person.Member> added = new ArrayList<>();
        for (Person.Member member : members) {
            if (!participants.containsKey(member.id()) && !added.contains(member)) {
                added.add(member);
            }
        }
        requireRoomFor(added.size());
        added.forEach(member -> participants.put(member.id(), Participant.added(member, now)));
        if (!added.isEmpty()) {
            call = call.counting(call.present(), call.anonymousUsers(), now);
        }
        return added;
    }

    Call rename(String title, Instant now) {
        requireOpen();
        call = call.renamed(title, now);
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
        Participant participant = participants.get(person.id());
        if (participant == null) {
            requireRoomFor(1);
            participant = Participant.added(person, now);
        }
        participants.put(person.id(), participant.declined(now));
        if (call.status() == CallStatus.CALLING && person.id().equals(call.calleeId())) {
            over(CallStatus.DECLINED, person, now);
        } else {
            call = call.counting(call.present(), call.anonymousUsers(), now);
        }
        return call;
    }

    /** Does what time has done by {@code now}: ends leases, then the call if that is due. */
    void expire(Instant now) {
        if (call.isOver()) {
            return;
        }
        while (!leases.isEmpty()) {
            String longestUnseen = leases.iterator().next();
            Instant end = participants.get(longestUnseen).lastSeenAt().plus(times.participantLease());
            if (end.isAfter(now)) {
                break;
            }
            remove(longestUnseen, LeaveReason.LEASE_EXPIRED, end);
        }
        long time = now.toEpochMilli();
        long rungOut = call.status() == CallStatus.CALLING ? ringsUntil : NEVER;
        long end = Math.min(lastsUntil, Math.min(rungOut, emptyUntil));
        if (end <= time) {
            over(end == lastsUntil ? CallStatus.EXPIRED : end == rungOut ? CallStatus.DECLINED : CallStatus.ENDED,
                    null, Instant.ofEpochMilli(end));
        }
    }

    private void remove(String personId, LeaveReason reason, Instant at) {
        participants.computeIfPresent(personId, (id, participant) -> participant.left(reason, at));
        leases.remove(personId);
        call = call.counting(call.present() - 1, call.anonymousUsers(), at);
        if (call.present() == 0) {
            emptyUntil = at.plus(times.emptyTimeout()).toEpochMilli();
        }
    }

    private void over(CallStatus how, Person.Member by, Instant at) {
        participants.replaceAll((id, participant) ->
                participant.isPresent() ? participant.left(LeaveReason.CALL_ENDED, at) : participant);
        leases.clear();
        emptyUntil = NEVER;
        call = call.over(how, by, at);
    }

    /** Keeps the leases in the order in which their holders were seen. */
    private void renewLease(String personId, Instant now) {
        if (leases.remove(personId)) {
            leases.add(personId);
        }
    }

    private Participant present(String personId) {
        requireOpen();
        Participant participant = participants.get(personId);
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

    private void requireRoomFor(int more) {
        if (participants.size() + more > maxParticipants) {
            throw new CallException(Reason.CALL_FULL);
        }
    }
}
