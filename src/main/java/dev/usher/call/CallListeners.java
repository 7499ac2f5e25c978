package dev.usher.call;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes everything on to all who listen. */
public final class CallListeners implements CallListener {

    private final List<CallListener> all = new CopyOnWriteArrayList<>();

    public void add(CallListener listener) {
        all.add(listener);
    }

    @Override
    public void participantChanged(Call call, Participant before, Participant now) {
        for (CallListener listener : all) {
            listener.participantChanged(call, before, now);
        }
    }

    @Override
    public void started(Call call) {
        for (CallListener listener : all) {
            listener.started(call);
        }
    }

    @Override
    public void renamed(Call call) {
        for (CallListener listener : all) {
            listener.renamed(call);
        }
    }

    @Override
    public boolean follows(String callId) {
        return all.stream().anyMatch(listener -> listener.follows(callId));
    }

    @Override
    public void missed() {
        all.forEach(CallListener::missed);
    }

    @Override
    public void ended(Call call) {
        for (CallListener listener : all) {
            listener.ended(call);
        }
    }
}
