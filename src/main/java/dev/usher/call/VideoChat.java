package dev.usher.call;

import java.time.Instant;
import java.util.Objects;

/**
 * What a call has whose media goes through our own media server, and not through a conference provider.
 *
 * @param liveStream     whether only those who manage the call send media, and everybody else watches
 * @param newcomersMuted whether people who join must be allowed to speak first
 * @param scheduledFor   when the call was to begin; null unless it was scheduled
 * @param startedAt      null while the call is scheduled
 */
public record VideoChat(Mode mode, boolean liveStream, boolean newcomersMuted, Instant scheduledFor,
        Instant startedAt) {

    /** Which media flow, and how. */
    public enum Mode {
        /** Audio and video; each participant receives the others separately. */
        VIDEO,
        /** Audio only, mixed into one for everybody. */
        VOICE
    }

    public VideoChat {
        Objects.requireNonNull(mode);
    }

    VideoChat started(Instant now) {
        return new VideoChat(mode, liveStream, newcomersMuted, scheduledFor, now);
    }
}
