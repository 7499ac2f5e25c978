package dev.usher.provider;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import dev.usher.SecretFile;
import dev.usher.call.Call;
import dev.usher.call.Devices;
import dev.usher.call.Person;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;

/**
 * BigBlueButton. A meeting is created when a call starts; people join it by a signed URL, the call's creator as
 * moderator. With {@code register-hook} the server tells Usher when a meeting has ended, at {@link #hookUrl}.
 */
public final class BigBlueButtonProvider implements ConferenceProvider {

    private static final Logger LOG = Logger.getLogger(BigBlueButtonProvider.class);
    private static final Capabilities CAPABILITIES = new Capabilities(false, false, true, false);
    private static final String MODERATOR = "rocket.chat.moderator";
    private static final String ATTENDEE = "rocket.chat.attendee";
    private static final String DEFAULT_TITLE = "Rocket.Chat";
    private static final Pattern SUCCESS = Pattern.compile("<returncode>\\s*SUCCESS\\s*</returncode>");

    private final String name;
    private final Settings settings;
    private final Optional<String> siteUrl;
    private final Optional<String> publicUrl;
    private final Optional<String> secret;
    private final RemoteGuard guard;
    private final Server server;

    BigBlueButtonProvider(String name, Settings settings, ProvidersConfig config, MeterRegistry meters) {
        this.name = name;
        this.settings = settings;
        this.siteUrl = config.siteUrl();
        this.publicUrl = config.publicUrl();
        this.secret = SecretFile.resolve(key("secret"), settings.secret(), settings.secretFile());
        this.guard = new RemoteGuard(name, config.providerTimeout(), meters);
        this.server = settings.url().isEmpty() ? null : QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create(settings.url().get())).build(Server.class);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return "BigBlueButton";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Optional<String> missingKey() {
        return settings.url().isEmpty() ? Optional.of(key("url"))
                : secret.isEmpty() ? Optional.of(key("secret"))
                        : settings.registerHook() && publicUrl.isEmpty() ? Optional.of("usher.public-url")
                                : Optional.empty();
    }

    @Override
    public Uni<String> create(Call call) {
        return guard.call(() -> send(createUrl(call)))
                .invoke(() -> registerHook(call))
                .replaceWith(() -> UrlEncoding.withoutSlash(settings.url().orElseThrow()) + "/" + call.id());
    }

    @Override
    public Uni<String> join(Call call, Person person, Devices devices) {
        return Uni.createFrom().item(() -> joinUrl(call, person));
    }

    String createUrl(Call call) {
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

    String joinUrl(Call call, Person person) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("meetingID", call.id());
        parameters.put("password", person.id().equals(call.createdBy().id()) ? MODERATOR : ATTENDEE);
        if (person instanceof Person.Member member) {
            parameters.put("fullName", member.name());
            parameters.put("userID", member.id());
            siteUrl.ifPresent(site -> parameters.put("avatarURL",
                    UrlEncoding.withoutSlash(site) + "/avatar/" + UrlEncoding.component(member.username())));
        } else {
            parameters.put("fullName", "Guest");
            parameters.put("userID", "guest");
        }
        Map<String, String> userdata = new TreeMap<>();
        settings.userdata().forEach((key, value) -> userdata.put("userdata-" + key, value));
        return url("join", UrlEncoding.query(parameters)
                + (userdata.isEmpty() ? "" : "&" + UrlEncoding.query(userdata)));
    }

    /** Whether a hook's call comes from the server that was told {@link #hookUrl} for that call. */
    public boolean isHookKey(String callId, String hookKey) {
        return MessageDigest.isEqual(hookKey(callId).getBytes(StandardCharsets.US_ASCII),
                hookKey.getBytes(StandardCharsets.UTF_8));
    }

    /** Nobody waits for this: a server without the plugin for hooks still has its meeting. */
    private void registerHook(Call call) {
        if (settings.registerHook()) {
            guard.call(() -> send(hookUrl(call))).subscribe().with(
                    registered -> LOG.debugf("%s: the end of call %s will be told", name, call.id()),
                    failure -> LOG.warnf("%s: the end of call %s will not be told: %s", name, call.id(),
                            failure.getCause()));
        }
    }

    private String hookUrl(Call call) {
        String callback = "%s/api/v1/bigbluebutton.hook/%s/%s?key=%s".formatted(
                UrlEncoding.withoutSlash(publicUrl.orElseThrow()), UrlEncoding.component(name), call.id(),
                hookKey(call.id()));
        return url("hooks/create", UrlEncoding.query(new TreeMap<>(Map.of(
                "callbackURL", callback, "meetingID", call.id()))));
    }

    private String hookKey(String callId) {
        return hex("SHA-256", "hook" + callId + secret.orElseThrow());
    }

    private String url(String method, String query) {
        return UrlEncoding.withoutSlash(settings.url().orElseThrow()) + "/api/" + method + "?" + query
                + "&checksum=" + hex(settings.checksum().algorithm, method + query + secret.orElseThrow());
    }

    private Uni<String> send(String url) {
        return server.get(URI.create(url)).map(answer -> {
            if (!SUCCESS.matcher(answer).find()) {
                throw new IllegalStateException("The server refused");
            }
            return answer;
        });
    }

    private static String hex(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasThem) {
            throw new IllegalStateException(everyJdkHasThem);
        }
    }

    private String key(String setting) {
        return "usher.providers." + name + "." + setting;
    }

    /** The server's API, called by complete URLs since the checksum covers the query as it is sent. */
    public interface Server {
        @GET
        Uni<String> get(@Url URI url);
    }

    /** The hashes with which a server may check that a URL is ours. */
    public enum Checksum {
        SHA1("SHA-1"), SHA256("SHA-256");

        private final String algorithm;

        Checksum(String algorithm) {
            this.algorithm = algorithm;
        }
    }

    /** The settings of every provider of this kind. */
    @ConfigMapping(prefix = "usher.providers")
    public interface Config {
        @WithParentName
        Map<String, Settings> byName();
    }

    /** The settings of one provider, with the defaults of Rocket.Chat's app. */
    public interface Settings {
        /** The server's address, such as https://bbb.example.org/bigbluebutton. */
        Optional<String> url();

        Optional<String> secret();

        Optional<Path> secretFile();

        /** How URLs are signed: sha1 or sha256. */
        @WithDefault("sha1")
        Checksum checksum();

        /** ALWAYS_ACCEPT, ALWAYS_DENY or ASK_MODERATOR. */
        @WithDefault("ALWAYS_ACCEPT")
        String guestPolicy();

        @WithDefault("<br>Welcome to <b>%%CONFNAME%%</b>!")
        Optional<String> welcome();

        /** Where people go after the meeting. */
        Optional<String> logoutUrl();

        /** Whether the server is asked to tell when a meeting ends; needs usher.public-url. */
        @WithDefault("false")
        boolean registerHook();

        /** Settings of the server's client for every join, by their names behind {@code userdata-}. */
        Map<String, String> userdata();
    }

    /** The kind {@code bigbluebutton}. */
    @Singleton
    static class Kind implements ProviderKind {

        @Inject
        Config config;

        @Inject
        ProvidersConfig providers;

        @Inject
        MeterRegistry meters;

        @Override
        public String kind() {
            return "bigbluebutton";
        }

        @Override
        public ConferenceProvider provider(String name) {
            return new BigBlueButtonProvider(name, config.byName().get(name), providers, meters);
        }
    }
}
