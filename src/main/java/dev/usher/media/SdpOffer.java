package dev.usher.media;

import java.util.List;

import dev.usher.call.Connection.SourceGroup;

/**
 * Writes the offer (RFC 8866, RFC 9429) that a client would have made, had it been asked for SDP: one BUNDLE of audio
 * and, if it sends any, video, with the numbers of payload types and extensions that we dictate.
 */
public final class SdpOffer {

    /** The {@code mid} of the audio. */
    public static final String AUDIO_MID = "0";
    /** The {@code mid} of the video. */
    public static final String VIDEO_MID = "1";

    private static final String EXTENSION = "urn:ietf:params:rtp-hdrext:";
    private static final String TRANSPORT_CC =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    private static final List<String> OPUS = List.of(
            "rtpmap:111 opus/48000/2",
            "fmtp:111 minptime=10;useinbandfec=1",
            "rtcp-fb:111 transport-cc",
            "extmap:1 " + EXTENSION + "ssrc-audio-level",
            "extmap:3 " + TRANSPORT_CC);
    private static final List<String> VP8 = List.of(
            "rtpmap:100 VP8/90000",
            "rtcp-fb:100 goog-remb",
            "rtcp-fb:100 transport-cc",
            "rtcp-fb:100 ccm fir",
            "rtcp-fb:100 nack",
            "rtcp-fb:100 nack pli",
            "rtpmap:101 rtx/90000",
            "fmtp:101 apt=100",
            "extmap:3 " + TRANSPORT_CC,
            "extmap:13 urn:3gpp:video-orientation");

    private final StringBuilder sdp = new StringBuilder(2048);
    private final ClientParameters client;

    private SdpOffer(ClientParameters client) {
        this.client = client;
    }

    /** An offer to send audio and what video the client has, and to receive nothing. */
    public static String sending(ClientParameters client) {
        SdpOffer offer = new SdpOffer(client);
        offer.session(client.hasVideo());
        offer.audio("sendonly");
        if (client.hasVideo()) {
            offer.video();
        }
        return offer.sdp.toString();
    }

    /** An offer to send audio and to receive audio. */
    public static String talking(ClientParameters client) {
        SdpOffer offer = new SdpOffer(client);
        offer.session(false);
        offer.audio("sendrecv");
        return offer.sdp.toString();
    }

    private void session(boolean video) {
        line("v=0");
        line("o=- 1 1 IN IP4 127.0.0.1");
        line("s=-");
        line("t=0 0");
        attribute("group:BUNDLE " + AUDIO_MID + (video ? " " + VIDEO_MID : ""));
        attribute("ice-options:trickle");
    }

    private void audio(String direction) {
        media("audio", "111", AUDIO_MID, direction);
        OPUS.forEach(this::attribute);
        source(client.audioSource());
    }

    private void video() {
        media("video", "100 101", VIDEO_MID, "sendonly");
        VP8.forEach(this::attribute);
        for (SourceGroup group : client.videoSources()) {
            StringBuilder line = new StringBuilder("ssrc-group:").append(group.semantics());
            group.sources().forEach(source -> line.append(' ').append(Integer.toUnsignedString(source)));
            attribute(line.toString());
        }
        client.videoSources().stream().flatMap(group -> group.sources().stream()).distinct().forEach(this::source);
    }

    private void media(String kind, String payloadTypes, String mid, String direction) {
        line("m=" + kind + " 9 UDP/TLS/RTP/SAVPF " + payloadTypes);
        line("c=IN IP4 0.0.0.0");
        attribute("mid:" + mid);
        attribute(direction);
        attribute("rtcp-mux");
        attribute("ice-ufrag:" + client.ufrag());
        attribute("ice-pwd:" + client.pwd());
        attribute("fingerprint:" + client.fingerprint().hash() + " " + client.fingerprint().value());
        attribute("setup:" + client.fingerprint().setup().word());
    }

    private void source(int source) {
        attribute("ssrc:" + Integer.toUnsignedString(source) + " cname:usher");
    }

    private void attribute(String attribute) {
        line("a=" + attribute);
    }

    private void line(String line) {
        sdp.append(line).append("\r\n");
    }
}
