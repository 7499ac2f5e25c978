package dev.usher.call;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.usher.call.CallException.Reason;

/** The entries of one call, found by person, by whom the others see, by SSRC and by lease, each at once. */
final class Roster {

    private final int max;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    /** Those with a lease, longest unseen first. */
    private final Set<String> leases = new LinkedHashSet<>();
    /** The persons present behind chats, by the chats' ids. */
    private final Map<String, String> behindChats = new HashMap<>(0);
    /** The persons present by the SSRCs with which they send. */
    private final Map<Integer, String> bySource = new HashMap<>(0);

    Roster(int max) {
        this.max = max;
    }

    Participant get(String personId) {
        return participants.get(personId);
    }

    /** The participant whom the others see as that; null if there is none present. */
    Participant seenAs(String id) {
        String person = behindChats.get(id);
        Participant found = participants.get(person == null ? id : person);
        return found != null && found.isPresent() && found.seenAs().id().equals(id) ? found : null;
    }

    /** The person present who sends with that SSRC; null if there is none. */
    String owner(int source) {
        return bySource.get(source);
    }

    List<Participant> copy() {
        return List.copyOf(participants.values());
    }

    /** Fails with CALL_FULL. */
    void requireRoomFor(int more) {
        if (participants.size() + more > max) {
            throw new CallException(Reason.CALL_FULL);
        }
    }

    /** Fails with IDENTITY_TAKEN or SOURCE_TAKEN if somebody else has what this one joins with. */
    void requireFree(Joining joining) {
        String person = joining.person().id();
        String behind = behindChats.get(joining.seenAs().id());
        if (behind != null && !behind.equals(person)) {
            throw new CallException(Reason.IDENTITY_TAKEN);
        }
        if (joining.connection() == null) {
            return;
        }
        for (int source : joining.connection().sources()) {
            String owner = bySource.get(source);
            if (owner != null && !owner.equals(person)) {
                throw new CallException(Reason.SOURCE_TAKEN);
            }
        }
    }

    /** Puts an entry in place of the person's former one, which it returns; null if there was none. */
    Participant put(Participant participant) {
        String person = participant.person().id();
        Participant before = participants.put(person, participant);
        if (before != null && before.isPresent()) {
            behindChats.remove(before.seenAs().id());
            sources(before).forEach(bySource::remove);
        }
        if (participant.isPresent()) {
            if (participant.seenAs() instanceof Person.Chat chat) {
                behindChats.put(chat.id(), person);
            }
            sources(participant).forEach(source -> bySource.put(source, person));
        }
        renewLease(before, participant);
        return before;
    }

    /** The one with a lease who has not been seen for longest, if that was before the given time; else null. */
    Participant unseenSince(Instant time) {
        Iterator<String> longestUnseen = leases.iterator();
        if (!longestUnseen.hasNext()) {
            return null;
        }
        Participant participant = participants.get(longestUnseen.next());
        return participant.lastSeenAt().isAfter(time) ? null : participant;
    }

    /** Keeps the leases in the order in which their holders were seen. */
    private void renewLease(Participant before, Participant now) {
        String person = now.person().id();
        if (!now.leased() || !now.isPresent()) {
            leases.remove(person);
        } else if (!now.lastSeenAt().equals(before.lastSeenAt()) || !before.leased()) {
            leases.remove(person);
            leases.add(person);
        }
    }

    private static Set<Integer> sources(Participant participant) {
        return participant.isConnected() ? participant.connection().sources() : Set.of();
    }
}
