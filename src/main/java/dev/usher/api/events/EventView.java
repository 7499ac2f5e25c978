package dev.usher.api.events;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.usher.call.Call;
import dev.usher.call.CallPage;
import dev.usher.call.Participant;
import dev.usher.event.CallEvent;
import dev.usher.event.Told;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An event on the wire. What does not belong to its type is not there. Times are milliseconds since 1970.
 *
 * @param type         snapshot, participant-joined, participant-left, participant-state, call-started, call-renamed or
 *                     call-ended
 * @param version      counts the changes of the call
 * @param present      how many participants are in the call now
 * @param participants those who are present, in the order in which they came; only of a snapshot
 * @param reason       left, disconnected, lease-expired or call-ended; only of participant-left
 * @param calls        the newest open calls; only of the snapshot of all calls
 */
@RegisterForReflection
@JsonInclude(Include.NON_NULL)
public record EventView(String type, String callId, Long version, Long at, Integer present, CallView call,
        ParticipantView participant, String reason, List<ParticipantView> participants, List<Item> calls) {

    static final String SNAPSHOT = "snapshot";

    /** A call among all. */
    @RegisterForReflection
    public record Item(long version, CallView call, List<ParticipantView> participants) {

        static Item of(CallPage.Entry entry) {
            return new Item(entry.call().version(), CallView.of(entry.call()), entry.participants().stream()
                    .filter(Participant::isPresent).map(ParticipantView::of).toList());
        }
    }

    static EventView of(Told told) {
        if (told instanceof Told.Event event) {
            return of(event.event());
        }
        if (told instanceof Told.CallSnapshot snapshot) {
            Item item = Item.of(snapshot.entry());
            Call call = snapshot.entry().call();
            return new EventView(SNAPSHOT, call.id(), item.version(), call.updatedAt().toEpochMilli(), null,
                    item.call(), null, null, item.participants(), null);
        }
        return new EventView(SNAPSHOT, null, null, null, null, null, null, null, null,
                ((Told.AllCalls) told).entries().stream().map(Item::of).toList());
    }

    static EventView of(CallEvent event) {
        if (event instanceof CallEvent.Joined joined) {
            return of("participant-joined", event, joined.participant(), null);
        }
        if (event instanceof CallEvent.Changed changed) {
            return of("participant-state", event, changed.participant(), null);
        }
        if (event instanceof CallEvent.Left left) {
            return of("participant-left", event, left.participant(),
                    left.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return of(event instanceof CallEvent.Started ? "call-started"
                : event instanceof CallEvent.Renamed ? "call-renamed" : "call-ended", event.call());
    }

    private static EventView of(String type, CallEvent event, Participant participant, String reason) {
        Call call = event.call();
        return new EventView(type, call.id(), call.version(), event.at().toEpochMilli(), call.present(), null,
                ParticipantView.of(participant), reason, null, null);
    }

    private static EventView of(String type, Call call) {
        return new EventView(type, call.id(), call.version(), call.updatedAt().toEpochMilli(), null,
                CallView.of(call), null, null, null, null);
    }
}
