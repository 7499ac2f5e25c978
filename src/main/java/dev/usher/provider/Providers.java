package dev.usher.provider;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.usher.provider.ProviderException.Reason;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The configured providers. */
@Startup
@Singleton
public class Providers {

    private static final Logger LOG = Logger.getLogger(Providers.class);
    private static final String DEFAULT_KEY = "usher.default-provider";

    private final Map<String, ConferenceProvider> byName = new TreeMap<>();
    private final Set<ConferenceProvider> configured = new HashSet<>();
    private final ConferenceProvider active;

    @Inject
    Providers(ProvidersConfig config, @All List<ProviderKind> kinds) {
        Map<String, ProviderKind> byKind = kinds.stream()
                .collect(Collectors.toMap(ProviderKind::kind, Function.identity()));
        config.providers().forEach((name, settings) -> {
            ProviderKind kind = byKind.get(settings.kind());
            if (kind == null) {
                String key = ProvidersConfig.key(name, "kind");
                throw new ConfigurationException("%s: there is no kind '%s', but %s".formatted(
                        key, settings.kind(), byKind.keySet().stream().sorted().toList()), Set.of(key));
            }
            byName.put(normal(name), kind.provider(name));
        });
        if (byName.isEmpty()) {
            byName.put(GoogleMeetProvider.KIND, byKind.get(GoogleMeetProvider.KIND).provider(GoogleMeetProvider.KIND));
        }
        active = choose(config.defaultProvider().map(Providers::normal));
        byName.values().forEach(provider -> provider.missingKey().ifPresentOrElse(
                key -> LOG.warnf("The provider %s cannot be used: %s is not set", provider.name(), key),
                () -> configured.add(provider)));
    }

    /** The provider of new calls. Fails where there is none or it is not fully configured. */
    public ConferenceProvider active() {
        if (active == null) {
            throw new ProviderException(Reason.NO_ACTIVE_PROVIDER);
        }
        return configured(active);
    }

    /** Whether it is the provider of new calls. */
    public boolean isActive(ConferenceProvider provider) {
        return provider == active;
    }

    /** The provider of a call. Fails where it is gone or not fully configured. */
    public ConferenceProvider named(String name) {
        return configured(find(name).orElseThrow(() -> new ProviderException(Reason.NOT_CONFIGURED)));
    }

    public Optional<ConferenceProvider> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All providers in the order of their names. */
    public Collection<ConferenceProvider> all() {
        return byName.values();
    }

    private ConferenceProvider choose(Optional<String> name) {
        if (name.isPresent()) {
            return find(name.get()).orElseThrow(() -> new ConfigurationException(
                    "%s: there is no provider '%s', but %s".formatted(DEFAULT_KEY, name.get(), byName.keySet()),
                    Set.of(DEFAULT_KEY)));
        }
        if (byName.size() == 1) {
            return byName.values().iterator().next();
        }
        LOG.warnf("Calls cannot be started: several providers are configured and %s chooses none of %s",
                DEFAULT_KEY, byName.keySet());
        return null;
    }

    private ConferenceProvider configured(ConferenceProvider provider) {
        if (!configured.contains(provider)) {
            throw new ProviderException(Reason.NOT_CONFIGURED);
        }
        return provider;
    }

    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
