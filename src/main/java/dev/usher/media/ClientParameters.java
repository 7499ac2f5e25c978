package dev.usher.media;

import java.util.List;
import java.util.regex.Pattern;

import dev.usher.call.Connection;
import dev.usher.call.Connection.SourceGroup;

/**
 * What a client says of itself to be connected: the first of the two documents of Telegram's group calls. Its texts
 * have no character that could end a line of SDP.
 *
 * @param audioSource  the SSRC of the audio as a signed number; 0 if the client gave none
 * @param videoSources groups of SSRCs of the video; none for a client that sends no video
 * @param ufrag        ICE user name, 4 to 256 ice-chars (RFC 8839 section 5.4)
 * @param pwd          ICE password, 22 to 256 ice-chars
 */
public record ClientParameters(int audioSource, List<SourceGroup> videoSources, String ufrag, String pwd,
        Fingerprint fingerprint) {

    private static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/]{4,256}");
    private static final Pattern PWD = Pattern.compile("[A-Za-z0-9+/]{22,256}");

    /** Fails with {@link InvalidParametersException}. */
    public ClientParameters {
        videoSources = List.copyOf(videoSources);
        if (!UFRAG.matcher(ufrag).matches()) {
            throw new InvalidParametersException("ufrag must be 4 to 256 characters of ICE's set");
        }
        if (!PWD.matcher(pwd).matches()) {
            throw new InvalidParametersException("pwd must be 22 to 256 characters of ICE's set");
        }
        if (videoSources.stream().anyMatch(group -> group.sources().contains(audioSource))) {
            throw new InvalidParametersException("ssrc must not be one of ssrc-groups");
        }
    }

    public boolean hasVideo() {
        return !videoSources.isEmpty();
    }

    /** These parameters as what a participant has in the call. */
    public Connection asConnection(String id, boolean withVideo) {
        return new Connection(id, audioSource, withVideo ? videoSources : List.of());
    }
}
