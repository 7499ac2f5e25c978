package dev.usher.provider;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.usher.SecretFile;
import dev.usher.call.Call;
import dev.usher.call.Devices;
import dev.usher.call.Person;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Pexip Infinity. The creator of a call comes in with the host's PIN, everybody else with the guests'. Usable with an
 * address and two different PINs, as Rocket.Chat demands.
 */
public final class PexipProvider implements ConferenceProvider {

    private static final Capabilities CAPABILITIES = new Capabilities(false, false, true, true);

    private final String name;
    private final Settings settings;
    private final String hostPin;
    private final String guestPin;

    PexipProvider(String name, Settings settings) {
        this.name = name;
        this.settings = settings;
        this.hostPin = SecretFile.resolve(key("host-pin"), settings.hostPin(), settings.hostPinFile()).orElse("");
        this.guestPin = SecretFile.resolve(key("guest-pin"), settings.guestPin(), settings.guestPinFile()).orElse("");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return "Pexip";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Optional<String> missingKey() {
        if (settings.baseUrl().isEmpty()) {
            return Optional.of(key("base-url"));
        }
        return hostPin.equals(guestPin) ? Optional.of(key("host-pin")) : Optional.empty();
    }

    @Override
    public Uni<String> create(Call call) {
        return Uni.createFrom().item(UrlEncoding.withoutSlash(settings.baseUrl().orElseThrow())
                + settings.meetingPath().replace("{callId}", call.id()));
    }

    @Override
    public Uni<String> join(Call call, Person person, Devices devices) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("name", person.name());
        parameters.put("pin", person.id().equals(call.createdBy().id()) ? hostPin : guestPin);
        String extra = settings.query().map(query -> query + "&").orElse("");
        return Uni.createFrom().item(call.url() + (call.url().contains("?") ? "&" : "?") + extra
                + UrlEncoding.query(parameters));
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
        Optional<String> baseUrl();

        /** The meeting's path, with {@code {callId}} where the call's id goes. */
        @WithDefault("/webapp/m/{callId}")
        String meetingPath();

        /** Parameters that every join has, as a query. */
        @WithDefault("join=1&muteCamera=true")
        Optional<String> query();

        Optional<String> hostPin();

        Optional<Path> hostPinFile();

        Optional<String> guestPin();

        Optional<Path> guestPinFile();
    }

    /** The kind {@code pexip}. */
    @Singleton
    static class Kind implements ProviderKind {

        @Inject
        Config config;

        @Override
        public String kind() {
            return "pexip";
        }

        @Override
        public ConferenceProvider provider(String name) {
            return new PexipProvider(name, config.byName().get(name));
        }
    }
}
