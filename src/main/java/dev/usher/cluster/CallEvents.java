package dev.usher.cluster;

import java.util.List;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.usher.call.Call;
import dev.usher.call.CallListener;
import dev.usher.call.CallListeners;
import dev.usher.call.Participant;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What the script of calls says of changes, whichever pod has made them. */
@Singleton
class CallEvents {

    private static final Logger LOG = Logger.getLogger(CallEvents.class);

    private static final int OF_CALL = 2;
    /** What stands before the id of a call that has begun, or has another title; pods of old pass such calls over. */
    private static final String STARTED = "started:";
    private static final String RENAMED = "renamed:";

    private final Channels channels;
    private final CallListeners listeners = new CallListeners();
    private boolean listening;

    @Inject
    CallEvents(Channels channels) {
        this.channels = channels;
    }

    synchronized void listen(CallListener listener) {
        listeners.add(listener);
        if (!listening) {
            listening = true;
            channels.listen(Keys.EVENTS, this::heard);
            channels.onGap(listeners::missed);
        }
    }

    private void heard(String event) {
        try {
            String head = event.substring(0, event.indexOf('\n'));
            if (listeners.follows(head.substring(head.indexOf(':') + 1))) {
                report(head, event.split("\n", -1));
            }
        } catch (RuntimeException unexpected) {
            LOG.errorf(unexpected, "An event was not understood");
        }
    }

    private void report(String head, String[] lines) {
        Call call = CallCodec.call(texts(new JsonArray(lines[1])));
        if (head.startsWith(STARTED)) {
            listeners.started(call);
        } else if (head.startsWith(RENAMED)) {
            listeners.renamed(call);
        } else if (lines.length == OF_CALL) {
            listeners.ended(call);
        } else {
            Participant before = lines[2].isEmpty() ? null : CallCodec.participant(lines[2]);
            listeners.participantChanged(call, before, CallCodec.participant(lines[3]));
        }
    }

    private static List<String> texts(JsonArray fields) {
        return fields.stream().map(field -> field instanceof String text ? text : null).collect(Collectors.toList());
    }
}
