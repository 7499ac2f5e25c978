package dev.usher.media;

import java.util.List;
import java.util.Map;

/**
 * What the media server says of itself to a client that is to be connected: the second of the two documents of
 * Telegram's group calls, in which the client reads where to connect and which numbers to use.
 *
 * @param audio payload types and header extensions of the audio
 * @param video the same of the video; empty if the server takes none
 */
public record ConnectionParameters(Transport transport, Formats audio, Formats video) {

    /** Where the media server is, and how it proves to be that (RFC 8839, RFC 8122). */
    public record Transport(String ufrag, String pwd, Fingerprint fingerprint, List<Candidate> candidates) {
    }

    /** An ICE candidate (RFC 8839 section 5.1). */
    public record Candidate(String foundation, String component, String protocol, String priority, String ip,
            String port, String type, Map<String, String> more) {
    }

    /** How media of one kind are sent. */
    public record Formats(List<PayloadType> payloadTypes, List<HeaderExtension> headerExtensions) {
        public static final Formats NONE = new Formats(List.of(), List.of());
    }

    /**
     * A codec with the number that stands for it in RTP.
     *
     * @param channels 0 where the codec has none
     */
    public record PayloadType(int id, String name, int clockRate, int channels, Map<String, String> parameters,
            List<Feedback> feedback) {
    }

    /** Feedback in RTCP (RFC 4585 section 4.2), such as {@code nack} with the subtype {@code pli}. */
    public record Feedback(String type, String subtype) {
    }

    /** An extension of RTP's header (RFC 8285). */
    public record HeaderExtension(int id, String uri) {
    }
}
