package dev.usher.videochat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.usher.media.MediaKind;
import dev.usher.media.Muted;
import io.smallrye.mutiny.subscription.UniEmitter;

/** What this process knows of one connection to the media server. Times are those of {@link System#nanoTime}. */
final class LiveConnection {

    final String id;
    final String callId;
    final String personId;
    private final boolean video;
    /** The layers of each kind that come; only video in simulcast has several. */
    private final Map<MediaKind, Set<Integer>> receiving = new EnumMap<>(MediaKind.class);
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
    private final long openedAt;
    private boolean up;
    private boolean admitted;
    private boolean upTold;
    private boolean gone;
    private boolean silent;
    private long silentSince;
    private boolean lost;
    private long lostSince;
    /** What the media server mutes, null while that is not known; and what it should. */
    private Muted applied;
    private Muted wanted;
    private long wishes;
    private boolean applying;
    /** Whether something failed that may take effect after all, and later than what came after it. */
    private boolean doubtful;

    LiveConnection(String id, String callId, String personId, boolean video, Muted muted, long now) {
        this.id = id;
        this.callId = callId;
        this.personId = personId;
        this.video = video;
        this.applied = muted;
        this.wanted = muted;
        this.openedAt = now;
        notice(now);
    }

    synchronized void up() {
        up = true;
    }

    /** Whether it is for the caller to tell the registry that the client has connected. */
    synchronized boolean tellsUp() {
        boolean now = up && admitted && !gone && !lost && !upTold;
        upTold |= now;
        return now;
    }

    synchronized void upNotTold() {
        upTold = false;
    }

    synchronized boolean isAdmitted() {
        return admitted && !gone;
    }

    synchronized void receiving(MediaKind kind, int layer, boolean is, long now) {
        Set<Integer> layers = receiving.computeIfAbsent(kind, none -> new HashSet<>());
        if (is) {
            layers.add(layer);
            up = true;
        } else {
            layers.remove(layer);
        }
        notice(now);
    }

    private boolean comes(MediaKind kind) {
        return !receiving.getOrDefault(kind, Set.of()).isEmpty();
    }

    /** Whether the participant is in the call by this connection; false if it was gone before. */
    synchronized boolean admit() {
        admitted = !gone && !lost;
        return admitted;
    }

    /** Notes that there is no way back, and returns whether the participant is in the call by this connection. */
    synchronized boolean end() {
        gone = true;
        return admitted;
    }

    /** Ends it as that of one who may be in the call. */
    synchronized void abandon() {
        admitted = true;
        gone = true;
    }

    synchronized void lose(long now) {
        lost = true;
        lostSince = now;
        settle();
    }

    /**
     * Whether the participant has to go, be it that they never connected, were lost, or send nothing any more, or that
     * they could not be taken out before.
     */
    synchronized boolean isOverdue(long now, long timeout) {
        if (gone) {
            return admitted;
        }
        return lost ? now - lostSince >= timeout
                : !up ? now - openedAt >= timeout
                        : silent && now - silentSince >= timeout;
    }

    /** How often it was said what is wanted. */
    synchronized long wishes() {
        return wishes;
    }

    synchronized void want(Muted muted, long now) {
        wishes++;
        wanted = muted;
        notice(now);
    }

    /** What to apply next; empty if nothing, or while something is being applied. */
    synchronized Optional<Muted> nextToApply() {
        if (applying || gone || lost || wanted.equals(applied)) {
            return Optional.empty();
        }
        applying = true;
        applied = null;
        return Optional.of(wanted);
    }

    /** Returns whether it should be applied once more some time later, since there was doubt. */
    synchronized boolean applied(Muted muted) {
        applying = false;
        applied = muted;
        if (wanted.equals(applied)) {
            settle();
        }
        boolean again = doubtful;
        doubtful = false;
        return again;
    }

    synchronized void notApplied() {
        applying = false;
        doubtful = true;
    }

    synchronized void forgetApplied() {
        if (!applying) {
            applied = null;
        }
    }

    /** Completes when the media server mutes what it should, or the connection is gone. */
    synchronized void whenSettled(UniEmitter<? super Void> emitter) {
        if (gone || lost || wanted.equals(applied)) {
            emitter.complete(null);
        } else {
            waiting.add(emitter);
        }
    }

    synchronized void closed() {
        gone = true;
        settle();
    }

    private void settle() {
        waiting.forEach(emitter -> emitter.complete(null));
        waiting.clear();
    }

    /** Silent is who should send something and sends nothing. */
    private void notice(long now) {
        boolean sendsAudio = !wanted.audio();
        boolean sendsVideo = video && !wanted.video();
        boolean nothing = !(sendsAudio && comes(MediaKind.AUDIO))
                && !(sendsVideo && comes(MediaKind.VIDEO));
        boolean isSilent = (sendsAudio || sendsVideo) && nothing;
        if (isSilent && !silent) {
            silentSince = now;
        }
        silent = isSilent;
    }
}
