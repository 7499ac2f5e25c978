package dev.usher.provider;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import dev.usher.SecretFile;
import dev.usher.call.Call;
import dev.usher.call.Devices;
import dev.usher.call.Person;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * BigBlueButton. A meeting is created when a call starts; people join it by a signed URL, the call's creator as
 * moderator. With {@code register-hook} the server tells Usher when a meeting has ended.
 */
public final class BigBlueButtonProvider implements ConferenceProvider {

    private static final Logger LOG = Logger.getLogger(BigBlueButtonProvider.class);
    private static final Capabilities CAPABILITIES = new Capabilities(false, false, true, false);
    private static final int OK = 200;
    private static final Pattern SUCCESS = Pattern.compile("<returncode>\\s*SUCCESS\\s*</returncode>");

    private final String name;
    private final Settings settings;
    private final boolean hasPublicUrl;
    private final Optional<String> secret;
    private final BigBlueButtonUrls urls;
    private final RemoteGuard guard;
    private final HttpClient client;

    BigBlueButtonProvider(String name, Settings settings, ProvidersConfig config, MeterRegistry meters,
            Vertx vertx) {
        this.name = name;
        this.settings = settings;
        this.hasPublicUrl = config.publicUrl().isPresent();
        this.secret = SecretFile.resolve(key("secret"), settings.secret(), settings.secretFile());
        this.urls = new BigBlueButtonUrls(name, settings, secret.orElse(""), config.siteUrl(), config.publicUrl());
        this.guard = new RemoteGuard(name, config.providerTimeout(), meters);
        this.client = vertx.createHttpClient();
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
                        : settings.registerHook() && !hasPublicUrl ? Optional.of("usher.public-url")
                                : Optional.empty();
    }

    @Override
    public boolean isUp() {
        return guard.isUp();
    }

    @Override
    public Uni<String> create(Call call) {
        return guard.call(() -> send(urls.create(call)))
                .invoke(() -> registerHook(call))
                .replaceWith(() -> urls.meeting(call));
    }

    @Override
    public Uni<String> join(Call call, Person person, Devices devices) {
        return Uni.createFrom().item(() -> urls.join(call, person));
    }

    /** Whether a hook's call comes from the server that was told the key of that call. */
    public boolean isHookKey(String callId, String hookKey) {
        return MessageDigest.isEqual(urls.hookKey(callId).getBytes(StandardCharsets.US_ASCII),
                hookKey.getBytes(StandardCharsets.UTF_8));
    }

    /** Nobody waits for this: a server without the plugin for hooks still has its meeting. */
    private void registerHook(Call call) {
        if (settings.registerHook()) {
            guard.call(() -> send(urls.hook(call))).subscribe().with(
                    registered -> LOG.debugf("%s: the end of call %s will be told", name, call.id()),
                    failure -> LOG.warnf("%s: the end of call %s will not be told: %s", name, call.id(),
                            failure.getCause()));
        }
    }

    private Uni<String> send(String url) {
        return client.request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url))
                .flatMap(HttpClientRequest::send)
                .flatMap(answer -> answer.body().map(body -> {
                    if (answer.statusCode() != OK || !SUCCESS.matcher(body.toString()).find()) {
                        throw new IllegalStateException("The server refused with status " + answer.statusCode());
                    }
                    return body.toString();
                }));
    }

    private String key(String setting) {
        return ProvidersConfig.key(name, setting);
    }

    /** The hashes with which a server may check that a URL is ours. */
    public enum Checksum {
        SHA1("SHA-1"), SHA256("SHA-256");

        final String algorithm;

        Checksum(String algorithm) {
            this.algorithm = algorithm;
        }
    }

    /** The settings of every provider of this kind. */
    @ConfigMapping(prefix = "usher.providers")
    public interface Config {
        @WithParentName
        @WithDefaults
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

        @Inject
        Vertx vertx;

        @Override
        public String kind() {
            return "bigbluebutton";
        }

        @Override
        public ConferenceProvider provider(String name) {
            return new BigBlueButtonProvider(name, config.byName().get(name), providers, meters, vertx);
        }
    }
}
