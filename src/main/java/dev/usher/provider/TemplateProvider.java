package dev.usher.provider;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import dev.usher.call.Call;
import dev.usher.call.Devices;
import dev.usher.call.Person;
import io.quarkus.qute.Template;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Any other service whose URLs two templates describe: one for the call, and one for each person who joins. */
public final class TemplateProvider implements ConferenceProvider {

    private final String name;
    private final Settings settings;
    private final Optional<Template> baseUrl;
    private final Optional<Template> joinUrl;

    TemplateProvider(String name, Settings settings) {
        this.name = name;
        this.settings = settings;
        this.baseUrl = settings.baseUrl().map(text -> Templates.parse(key("base-url"), text));
        this.joinUrl = settings.joinUrl().map(text -> Templates.parse(key("join-url"), text));
        Person.Member someone = new Person.Member("id", "username", "Name");
        Call call = Call.conference("room", "title", someone, true, name, Instant.EPOCH).withUrl("base");
        baseUrl.ifPresent(template -> Templates.check(key("base-url"), template, Templates.values(call)));
        joinUrl.ifPresent(template -> Templates.check(key("join-url"), template,
                Templates.values(call, someone, Devices.of(true, true))));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String label() {
        return settings.label().orElse(name);
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(settings.mic(), settings.cam(), settings.title(), settings.persistentChat());
    }

    @Override
    public Optional<String> missingKey() {
        return baseUrl.isEmpty() ? Optional.of(key("base-url"))
                : joinUrl.isEmpty() ? Optional.of(key("join-url")) : Optional.empty();
    }

    @Override
    public Uni<String> create(Call call) {
        return Templates.render(baseUrl.orElseThrow(), Templates.values(call));
    }

    @Override
    public Uni<String> join(Call call, Person person, Devices devices) {
        return Templates.render(joinUrl.orElseThrow(), Templates.values(call, person, devices));
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
        /** The template of a call's URL, which may use call.id, call.type, call.title and call.room. */
        Optional<String> baseUrl();

        /** The template of a person's URL, which may use base, call, user, guest, mic and cam. */
        Optional<String> joinUrl();

        Optional<String> label();

        /** Whether clients should offer to choose the microphone's state. */
        @WithDefault("true")
        boolean mic();

        /** Whether clients should offer to choose the camera's state. */
        @WithDefault("true")
        boolean cam();

        /** Whether calls may have a title. */
        @WithDefault("true")
        boolean title();

        @WithDefault("false")
        boolean persistentChat();
    }

    /** The kind {@code template}. */
    @Singleton
    static class Kind implements ProviderKind {

        @Inject
        Config config;

        @Override
        public String kind() {
            return "template";
        }

        @Override
        public ConferenceProvider provider(String name) {
            return new TemplateProvider(name, config.byName().get(name));
        }
    }
}
