package dev.usher.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.usher.media.ConnectionParameters.Candidate;
import dev.usher.media.ConnectionParameters.Feedback;
import dev.usher.media.ConnectionParameters.Formats;
import dev.usher.media.ConnectionParameters.HeaderExtension;
import dev.usher.media.ConnectionParameters.PayloadType;
import dev.usher.media.ConnectionParameters.Transport;

/**
 * Reads from a media server's answer in SDP (RFC 8866, RFC 8839) what a client has to know. The transport is that of
 * the first section, to which the others are bundled.
 */
public final class SdpAnswer {

    /** Attributes by name, of the session or of one section. */
    private static final class Section {
        private final String kind;
        private final boolean accepted;
        private final Map<String, List<String>> attributes = new HashMap<>();

        private Section(String kind, boolean accepted) {
            this.kind = kind;
            this.accepted = accepted;
        }

        private List<String> all(String name) {
            return attributes.getOrDefault(name, List.of());
        }
    }

    private final Section session = new Section("session", true);
    private final List<Section> media = new ArrayList<>();

    private SdpAnswer(String sdp) {
        Section section = session;
        for (String line : sdp.split("\r?\n")) {
            if (line.startsWith("m=")) {
                String[] words = line.substring(2).split(" ");
                section = new Section(words[0], words.length > 1 && !words[1].equals("0"));
                media.add(section);
            } else if (line.startsWith("a=")) {
                int colon = line.indexOf(':');
                String name = colon < 0 ? line.substring(2) : line.substring(2, colon);
                section.attributes.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(colon < 0 ? "" : line.substring(colon + 1).strip());
            }
        }
    }

    /** Fails with {@link MediaException} if the answer accepts no audio or lacks what is needed to connect. */
    public static ConnectionParameters read(String sdp) {
        SdpAnswer answer = new SdpAnswer(sdp);
        try {
            return new ConnectionParameters(answer.transport(), answer.formats("audio"), answer.formats("video"));
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw new MediaException("The media server's answer cannot be read", malformed);
        }
    }

    private Transport transport() {
        Section first = media.stream().findFirst().filter(section -> section.accepted)
                .orElseThrow(() -> new MediaException("The media server accepts no audio"));
        String[] fingerprint = one(first, "fingerprint").split(" ");
        List<Candidate> candidates = first.all("candidate").stream().map(SdpAnswer::candidate).toList();
        if (candidates.isEmpty()) {
            throw new MediaException("The media server has no address for media");
        }
        return new Transport(one(first, "ice-ufrag"), one(first, "ice-pwd"),
                new Fingerprint(fingerprint[0], fingerprint[1],
                        Fingerprint.Setup.valueOf(one(first, "setup").toUpperCase(Locale.ROOT))),
                candidates);
    }

    /** An attribute of a section or, where it has none, of the session. */
    private String one(Section section, String name) {
        List<String> values = section.all(name).isEmpty() ? session.all(name) : section.all(name);
        if (values.isEmpty()) {
            throw new MediaException("The media server's answer has no " + name);
        }
        return values.get(0);
    }

    private static Candidate candidate(String text) {
        String[] words = text.split(" ");
        Map<String, String> more = new LinkedHashMap<>();
        for (int i = 8; i + 1 < words.length; i += 2) {
            switch (words[i]) {
                case "raddr" -> more.put("rel-addr", words[i + 1]);
                case "rport" -> more.put("rel-port", words[i + 1]);
                case "tcptype" -> more.put("tcptype", words[i + 1]);
                default -> {
                    // others mean nothing to clients
                }
            }
        }
        return new Candidate(words[0], words[1], words[2].toLowerCase(Locale.ROOT), words[3], words[4],
                words[5], words[7], more);
    }

    private Formats formats(String kind) {
        return media.stream().filter(section -> section.kind.equals(kind) && section.accepted).findFirst()
                .map(section -> new Formats(
                        section.all("rtpmap").stream().map(map -> payloadType(section, map)).toList(),
                        section.all("extmap").stream().map(SdpAnswer::headerExtension).toList()))
                .orElse(Formats.NONE);
    }

    private static PayloadType payloadType(Section section, String map) {
        String[] numberAndCodec = map.split(" ");
        String[] codec = numberAndCodec[1].split("/");
        String number = numberAndCodec[0];
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String format : of(section.all("fmtp"), number)) {
            for (String pair : format.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
                }
            }
        }
        List<Feedback> feedback = of(section.all("rtcp-fb"), number).stream()
                .map(text -> text.split(" ", 2))
                .map(words -> new Feedback(words[0], words.length > 1 ? words[1] : null))
                .toList();
        return new PayloadType(Integer.parseInt(number), codec[0], Integer.parseInt(codec[1]),
                codec.length > 2 ? Integer.parseInt(codec[2]) : 0, parameters, feedback);
    }

    /** What the values that begin with a payload type's number say of it. */
    private static List<String> of(List<String> values, String number) {
        return values.stream().filter(value -> value.startsWith(number + " "))
                .map(value -> value.substring(number.length() + 1)).toList();
    }

    private static HeaderExtension headerExtension(String text) {
        String[] words = text.split(" ");
        return new HeaderExtension(Integer.parseInt(words[0].split("/")[0]), words[1]);
    }
}
