package dev.usher.call;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A participant's connection to the media server.
 *
 * @param id           the media server's name of it; no two connections ever have the same
 * @param audioSource  the SSRC of the audio (RFC 3550 section 3), as a signed number; never 0
 * @param videoSources the groups of SSRCs of the video; empty if there is none
 */
public record Connection(String id, int audioSource, List<SourceGroup> videoSources, State state) {

    /** How far the client has come. */
    public enum State {
        /** It has the server's parameters. */
        CONNECTING,
        /** Its media can be received. */
        UP,
        /** The media server does not know it any more; its owner may come back with another. */
        LOST
    }

    /** SSRCs that belong together (RFC 5576 section 4.2), for example FID: a stream and its retransmissions. */
    public record SourceGroup(String semantics, List<Integer> sources) {
        public SourceGroup {
            Objects.requireNonNull(semantics);
            sources = List.copyOf(sources);
        }
    }

    public Connection {
        Objects.requireNonNull(id);
        Objects.requireNonNull(state);
        videoSources = List.copyOf(videoSources);
    }

    public Connection(String id, int audioSource, List<SourceGroup> videoSources) {
        this(id, audioSource, videoSources, State.CONNECTING);
    }

    Connection in(State now) {
        return new Connection(id, audioSource, videoSources, now);
    }

    public boolean isUp() {
        return state == State.UP;
    }

    /** All SSRCs, each once. */
    public Set<Integer> sources() {
        Set<Integer> sources = new LinkedHashSet<>();
        sources.add(audioSource);
        videoSources.forEach(group -> sources.addAll(group.sources()));
        return sources;
    }
}
