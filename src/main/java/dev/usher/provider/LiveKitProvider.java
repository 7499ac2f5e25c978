package dev.usher.provider;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;


import dev.usher.PositiveDuration;
import dev.usher.SecretFile;
import dev.usher.call.Call;
import dev.usher.call.DeviceState;
import dev.usher.call.Devices;
import dev.usher.call.Person;
import io.quarkus.qute.Template;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * LiveKit. Each person gets a short-lived token that lets them into the one room of their call and publish from the
 * devices that they did not turn off, in the URL of a page that connects with it.
 */
public final class LiveKitProvider implements ConferenceProvider {

    private static final Capabilities CAPABILITIES = new Capabilities(true, true, true, false);

    private final String name;
    private final Settings settings;
    private final Clock clock;
    private final Optional<String> apiSecret;
    private final Template joinUrl;

    LiveKitProvider(String name, Settings settings, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.clock = clock;
        this.apiSecret = SecretFile.resolve(key("api-secret"), settings.apiSecret(), settings.apiSecretFile());
        this.joinUrl = Templates.parse(key("join-url"), settings.joinUrl());
        Templates.check(key("join-url"), joinUrl, Map.of("url", "wss://livekit", "token", "token", "room", "room"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return "LiveKit";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Optional<String> missingKey() {
        return settings.url().isEmpty() ? Optional.of(key("url"))
                : settings.apiKey().isEmpty() ? Optional.of(key("api-key"))
                        : apiSecret.isEmpty() ? Optional.of(key("api-secret")) : Optional.empty();
    }

    @Override
    public Uni<String> create(Call call) {
        return Uni.createFrom().item(UrlEncoding.withoutSlash(settings.url().orElseThrow()) + "/" + call.id());
    }

    @Override
    public Uni<String> join(Call call, Person person, Devices devices) {
        return Templates.render(joinUrl, Map.of(
                "url", UrlEncoding.withoutSlash(settings.url().orElseThrow()),
                "room", call.id(),
                "token", token(call, person, devices)));
    }

    private String token(Call call, Person person, Devices devices) {
        Instant now = clock.instant();
        Map<String, Object> grants = new LinkedHashMap<>();
        grants.put("room", call.id());
        grants.put("roomJoin", true);
        grants.put("canSubscribe", true);
        grants.put("canPublish", true);
        grants.put("canPublishData", true);
        grants.put("canPublishSources", sources(devices));
        JwtClaimsBuilder claims = Jwt.claims()
                .issuer(settings.apiKey().orElseThrow())
                .subject(person.id())
                .issuedAt(now)
                .claim("nbf", now.getEpochSecond())
                .expiresAt(now.plus(settings.tokenLifetime()))
                .claim("video", grants);
        if (person.name() != null) {
            claims.claim("name", person.name());
        }
        return claims.jws().algorithm(SignatureAlgorithm.HS256).sign(JwtKeys.hmac(apiSecret.orElseThrow()));
    }

    /** Never empty, since LiveKit takes an empty list for all sources. */
    private static List<String> sources(Devices devices) {
        List<String> sources = new ArrayList<>();
        if (devices.mic() != DeviceState.OFF) {
            sources.add("microphone");
        }
        if (devices.cam() != DeviceState.OFF) {
            sources.add("camera");
        }
        sources.add("screen_share");
        sources.add("screen_share_audio");
        return sources;
    }

    private String key(String setting) {
        return ProvidersConfig.key(name, setting);
    }

    /** The settings of every provider of this kind. */
    @ConfigMapping(prefix = "usher.providers")
    public interface Config {
        @WithParentName
        @WithDefaults
        Map<String, Settings> byName();
    }

    /** The settings of one provider. */
    public interface Settings {
        /** The server's address, wss://…. */
        Optional<String> url();

        Optional<String> apiKey();

        Optional<String> apiSecret();

        Optional<Path> apiSecretFile();

        /** How long a token can be used to connect; it does not end a connection. */
        @WithDefault("10m")
        @WithConverter(PositiveDuration.class)
        Duration tokenLifetime();

        /** The template of a person's URL, which may use url, room and token. */
        @WithDefault("https://meet.livekit.io/custom?liveKitUrl={url}&token={token}")
        String joinUrl();
    }

    /** The kind {@code livekit}. */
    @Singleton
    static class Kind implements ProviderKind {

        @Inject
        Config config;

        @Inject
        Clock clock;

        @Override
        public String kind() {
            return "livekit";
        }

        @Override
        public ConferenceProvider provider(String name) {
            return new LiveKitProvider(name, config.byName().get(name), clock);
        }
    }
}
