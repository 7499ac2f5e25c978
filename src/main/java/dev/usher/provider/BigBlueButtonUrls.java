package dev.usher.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.usher.call.Call;
import dev.usher.call.Person;
import dev.usher.provider.BigBlueButtonProvider.Settings;

/**
 * The signed URLs of one BigBlueButton server's API, as Rocket.Chat's app makes them: parameters in the order of their
 * names, and a checksum over the method, the query and the secret.
 */
record BigBlueButtonUrls(String provider, Settings settings, String secret, Optional<String> siteUrl,
        Optional<String> publicUrl) {

    private static final String MODERATOR = "rocket.chat.moderator";
    private static final String ATTENDEE = "rocket.chat.attendee";
    private static final String DEFAULT_TITLE = "Rocket.Chat";

    /** The URL of a meeting that is the same for everybody; it lets nobody in. */
    String meeting(Call call) {
        return UrlEncoding.withoutSlash(settings.url().orElseThrow()) + "/" + call.id();
    }

    /** Where a meeting is created. */
    String create(Call call) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("name", call.title() == null ? DEFAULT_TITLE : call.title());
        parameters.put("meetingID", call.id());
        parameters.put("attendeePW", ATTENDEE);
        parameters.put("moderatorPW", MODERATOR);
        parameters.put("welcome", settings.welcome().orElse(null));
        parameters.put("guestPolicy", settings.guestPolicy());
        parameters.put("logoutURL", settings.logoutUrl().orElse(null));
        parameters.put("meta_html5chat", "false");
        parameters.put("meta_html5navbar", "false");
        parameters.put("meta_html5autoswaplayout", "true");
        parameters.put("meta_html5autosharewebcam", "false");
        parameters.put("meta_html5hidepresentation", "true");
        return url("create", UrlEncoding.query(parameters));
    }

    /** Where a person enters. */
    String join(Call call, Person person) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("meetingID", call.id());
        parameters.put("password", person.id().equals(call.createdBy().id()) ? MODERATOR : ATTENDEE);
        parameters.put("fullName", person.displayName());
        if (person instanceof Person.Member member) {
            parameters.put("userID", member.id());
            siteUrl.ifPresent(site -> parameters.put("avatarURL",
                    UrlEncoding.withoutSlash(site) + "/avatar/" + UrlEncoding.component(member.username())));
        } else {
            parameters.put("userID", "guest");
        }
        Map<String, String> userdata = new TreeMap<>();
        settings.userdata().forEach((key, value) -> userdata.put("userdata-" + key, value));
        return url("join", UrlEncoding.query(parameters)
                + (userdata.isEmpty() ? "" : "&" + UrlEncoding.query(userdata)));
    }

    /** Where the server is asked to tell of a meeting. */
    String hook(Call call) {
        String callback = "%s/api/v1/bigbluebutton.hook/%s/%s?key=%s".formatted(
                UrlEncoding.withoutSlash(publicUrl.orElseThrow()), UrlEncoding.component(provider), call.id(),
                hookKey(call.id()));
        return url("hooks/create", UrlEncoding.query(new TreeMap<>(Map.of(
                "callbackURL", callback, "meetingID", call.id()))));
    }

    /** What only we and the server know of a call. */
    String hookKey(String callId) {
        return hex("SHA-256", "hook" + callId + secret);
    }

    private String url(String method, String query) {
        return UrlEncoding.withoutSlash(settings.url().orElseThrow()) + "/api/" + method + "?" + query
                + "&checksum=" + hex(settings.checksum().algorithm, method + query + secret);
    }

    private static String hex(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasThem) {
            throw new IllegalStateException(everyJdkHasThem);
        }
    }
}
