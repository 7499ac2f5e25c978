package dev.usher.webhook;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import dev.usher.event.CallEvent;

/**
 * What tells one event from all others, in every process that hears of it: the call, its version, and what happened to
 * whom, since several people may leave at once. Without full stops, which delimit what is signed.
 */
final class EventId {

    private EventId() {
    }

    static String of(CallEvent event) {
        String ofCall = event.call().id() + '_' + event.call().version() + '_';
        if (event instanceof CallEvent.Joined joined) {
            return ofCall + "joined_" + encoded(joined.participant().seenAs().id());
        }
        if (event instanceof CallEvent.Left left) {
            return ofCall + "left_" + encoded(left.participant().seenAs().id());
        }
        if (event instanceof CallEvent.Changed changed) {
            return ofCall + "state_" + encoded(changed.participant().seenAs().id());
        }
        return ofCall + (event instanceof CallEvent.Started ? "started"
                : event instanceof CallEvent.Renamed ? "renamed" : "ended");
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace(".", "%2E");
    }
}
