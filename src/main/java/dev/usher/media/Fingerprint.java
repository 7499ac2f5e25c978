package dev.usher.media;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The hash of a DTLS certificate (RFC 8122 section 5), and who opens the DTLS connection (RFC 4145 section 4).
 *
 * @param hash  in lower case, such as sha-256
 * @param value pairs of hexadecimal digits in upper case, joined by colons, as many as the hash has bytes
 * @param setup the role of who presents the fingerprint
 */
public record Fingerprint(String hash, String value, Setup setup) {

    private static final Map<String, Integer> BYTES =
            Map.of("sha-1", 20, "sha-224", 28, "sha-256", 32, "sha-384", 48, "sha-512", 64);
    private static final Pattern FORM = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2})*");

    /** A role in DTLS. */
    public enum Setup {
        /** The DTLS client. */
        ACTIVE,
        /** The DTLS server. */
        PASSIVE;

        /** The role as SDP and the documents write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Setup of(String word) {
            for (Setup setup : values()) {
                if (setup.word().equals(word)) {
                    return setup;
                }
            }
            throw new InvalidParametersException("setup must be active or passive");
        }
    }

    /** Fails with {@link InvalidParametersException}. */
    static Fingerprint of(String hash, String value, String setup) {
        String name = hash.toLowerCase(Locale.ROOT);
        String digits = value.toUpperCase(Locale.ROOT);
        Integer bytes = BYTES.get(name);
        if (bytes == null) {
            throw new InvalidParametersException("the hash of a fingerprint must be one of sha-1 to sha-512");
        }
        if (digits.length() != bytes * 3 - 1 || !FORM.matcher(digits).matches()) {
            throw new InvalidParametersException("a fingerprint must be as long as its hash");
        }
        return new Fingerprint(name, digits, Setup.of(setup));
    }
}
