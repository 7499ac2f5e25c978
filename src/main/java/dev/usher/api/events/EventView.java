package dev.usher.api.events;

import java.util.List;
import java.util.Locale;
import java.util.Set;

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

    private static final String JOINED = "participant-joined";
    private static final String STATE = "participant-state";
    private static final String LEFT = "participant-left";
    private static final String STARTED = "call-started";
    private static final String RENAMED = "call-renamed";
    private static final String ENDED = "call-ended";

    /** Those of events, which a snapshot is not. */
    static final Set<String> TYPES = Set.of(JOINED, STATE, LEFT, STARTED, RENAMED, ENDED);

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

    static String type(CallEvent event) {
        return event instanceof CallEvent.Joined ? JOINED
                : event instanceof CallEvent.Changed ? STATE
                : event instanceof CallEvent.Left ? LEFT
                : event instanceof CallEvent.Started ? STARTED
                : event instanceof CallEvent.Renamed ? RENAMED : ENDED;
    }

    static EventView of(CallEvent event) {
        if (event instanceof CallEvent.Joined joined) {
            return of(event, joined.participant(), null);
        }
        if (event instanceof CallEvent.Changed changed) {
            return of(event, changed.participant(), null);
        }
        if (event instanceof CallEvent.Left left) {
            return of(event, left.participant(), left.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        Call call = event.call();
        return new EventView(type(event), call.id(), call.version(), event.at().toEpochMilli(), null,
                CallView.of(call), null, null, null, null);
    }

    private static EventView of(CallEvent event, Participant participant, String reason) {
        Call call = event.call();
        return new EventView(type(event), call.id(), call.version(), event.at().toEpochMilli(), call.present(), null,
                ParticipantView.of(participant), reason, null, null);
    }
}
