package dev.usher.provider;

import java.nio.file.Path;
import java.security.PrivateKey;
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
 * Jitsi Meet, on a server of one's own or as a service (JaaS). URLs and tokens are those of Rocket.Chat's Jitsi app:
 * parameters in the fragment, and where tokens are on, {@code ?jwt=} before it, for guests too.
 */
public final class JitsiProvider implements ConferenceProvider {

    private static final Capabilities CAPABILITIES = new Capabilities(true, true, true, false);

    private static final String QUOTE = UrlEncoding.component("\"");

    private final String name;
    private final Settings settings;
    private final Optional<String> siteUrl;
    private final Clock clock;
    private final Optional<String> appSecret;
    private final Optional<PrivateKey> jaasKey;

    JitsiProvider(String name, Settings settings, Optional<String> siteUrl, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.siteUrl = siteUrl;
        this.clock = clock;
        this.appSecret = SecretFile.resolve(key("app-secret"), settings.appSecret(), settings.appSecretFile());
        this.jaasKey = SecretFile
                .resolve(key("jaas-private-key"), settings.jaasPrivateKey(), settings.jaasPrivateKeyFile())
                .map(text -> JwtKeys.rsa(key("jaas-private-key"), text));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return "Jitsi";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Optional<String> missingKey() {
        Map<String, Boolean> required = new LinkedHashMap<>();
        if (settings.authToken() || settings.jaas()) {
            required.put("app-id", settings.appId().isPresent());
        }
        if (settings.jaas()) {
            required.put("jaas-key-id", settings.jaasKeyId().isPresent());
            required.put("jaas-private-key", jaasKey.isPresent());
        } else if (settings.authToken()) {
            required.put("app-secret", appSecret.isPresent());
        }
        return required.entrySet().stream().filter(entry -> !entry.getValue()).map(entry -> key(entry.getKey()))
                .findFirst();
    }

    @Override
    public Uni<String> create(Call call) {
        return Uni.createFrom().item((settings.ssl() ? "https://" : "http://") + settings.domain()
                + (settings.jaas() ? "/" + settings.appId().orElseThrow() : "") + "/" + room(call));
    }

    @Override
    public Uni<String> join(Call call, Person person, Devices devices) {
        return Uni.createFrom().item(() -> {
            boolean withToken = settings.authToken() || settings.jaas();
            String token = withToken ? "?jwt=" + token(call, person) : "";
            return call.url() + token + "#" + String.join("&", parameters(call, person, devices, withToken));
        });
    }

    private List<String> parameters(Call call, Person person, Devices devices, boolean withToken) {
        List<String> parameters = new ArrayList<>();
        settings.chromeExtensionId().ifPresent(id ->
                parameters.add("config.desktopSharingChromeExtId=" + quoted(id)));
        if (call.title() != null) {
            parameters.add("config.callDisplayName=" + quoted(call.title()));
        }
        if (devices.mic() != DeviceState.UNKNOWN) {
            parameters.add("config.startWithAudioMuted=" + (devices.mic() == DeviceState.OFF));
        }
        if (devices.cam() != DeviceState.UNKNOWN) {
            parameters.add("config.startWithVideoMuted=" + (devices.cam() == DeviceState.OFF));
        }
        if (person.name() != null && !withToken) {
            parameters.add("userInfo.displayName=" + quoted(person.name()));
        }
        if (person instanceof Person.Member) {
            parameters.add("config.prejoinPageEnabled=false");
            parameters.add("config.prejoinConfig.enabled=false");
        }
        return parameters;
    }

    private String token(Call call, Person person) {
        Instant now = clock.instant();
        boolean moderator = person.id().equals(call.createdBy().id());
        JwtClaimsBuilder claims = Jwt.claims()
                .issuedAt(now)
                .claim("nbf", now.getEpochSecond())
                .expiresAt(now.plus(settings.tokenLifetime()))
                .claim("room", settings.limitTokenToRoom() ? room(call) : "*");
        if (settings.jaas()) {
            Map<String, Object> context = new LinkedHashMap<>();
            Map<String, Object> user = details(person);
            user.put("moderator", moderator);
            context.put("user", user);
            context.put("features", Map.of());
            return claims.issuer("chat").subject(settings.appId().orElseThrow()).audience("jitsi")
                    .claim("context", context)
                    .jws().algorithm(SignatureAlgorithm.RS256).keyId(settings.jaasKeyId().orElseThrow())
                    .sign(jaasKey.orElseThrow());
        }
        claims.issuer(settings.appId().orElseThrow()).subject(settings.domain()).audience(settings.audience())
                .claim("context", person.name() == null ? "" : Map.of("user", details(person)));
        if (moderator) {
            claims.claim("moderator", true);
        }
        return claims.jws().algorithm(SignatureAlgorithm.HS256).sign(JwtKeys.hmac(appSecret.orElseThrow()));
    }

    /** Empty for a guest who gave no name. */
    private Map<String, Object> details(Person person) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (person.name() != null) {
            details.put("name", person.name());
        }
        if (person instanceof Person.Member member) {
            siteUrl.ifPresent(site -> details.put("avatar",
                    UrlEncoding.withoutSlash(site) + "/avatar/" + UrlEncoding.component(member.username())));
            details.put("email", "user_" + member.id() + "@rocket.chat");
        }
        return details;
    }

    private String room(Call call) {
        return settings.titlePrefix().orElse("") + call.id() + settings.titleSuffix().orElse("");
    }

    private String key(String setting) {
        return ProvidersConfig.key(name, setting);
    }

    private static String quoted(String text) {
        return QUOTE + UrlEncoding.component(text) + QUOTE;
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
        @WithDefault("meet.jit.si")
        String domain();

        @WithDefault("true")
        boolean ssl();

        /** What stands before the call id in the room's name. */
        @WithDefault("RocketChat")
        Optional<String> titlePrefix();

        /** What stands behind the call id in the room's name. */
        Optional<String> titleSuffix();

        @WithDefault("nocfbnnmjnndkbipkabodnheejiegccf")
        Optional<String> chromeExtensionId();

        /** Whether joining needs a token of ours, signed with the application's secret. */
        @WithDefault("false")
        boolean authToken();

        Optional<String> appId();

        Optional<String> appSecret();

        Optional<Path> appSecretFile();

        @WithDefault("true")
        boolean limitTokenToRoom();

        @WithDefault("RocketChat")
        String audience();

        @WithDefault("1h")
        @WithConverter(PositiveDuration.class)
        Duration tokenLifetime();

        /** Whether the server is 8x8's Jitsi as a service. */
        @WithDefault("false")
        boolean jaas();

        Optional<String> jaasKeyId();

        /** The RSA key as PEM, or base64 of the PEM. */
        Optional<String> jaasPrivateKey();

        Optional<Path> jaasPrivateKeyFile();
    }

    /** The kind {@code jitsi}. */
    @Singleton
    static class Kind implements ProviderKind {

        @Inject
        Config config;

        @Inject
        ProvidersConfig providers;

        @Inject
        Clock clock;

        @Override
        public String kind() {
            return "jitsi";
        }

        @Override
        public ConferenceProvider provider(String name) {
            return new JitsiProvider(name, config.byName().get(name), providers.siteUrl(), clock);
        }
    }
}
