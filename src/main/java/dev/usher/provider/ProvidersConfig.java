package dev.usher.provider;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.usher.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Which providers there are. Each kind has settings of its own under the provider's name. */
@ConfigMapping(prefix = "usher")
public interface ProvidersConfig {

    /** The name of the provider of new calls; not needed where only one is configured. */
    Optional<String> defaultProvider();

    /** The providers by name; none means one named googlemeet of that kind. */
    Map<String, Named> providers();

    /** How long a provider may take to answer, retries included. */
    @WithName("provider.timeout")
    @WithDefault("2s")
    @WithConverter(PositiveDuration.class)
    Duration providerTimeout();

    /** Where clients reach the chat product, for links to avatars: its address without a slash at the end. */
    Optional<String> siteUrl();

    /** Where providers and people reach Usher: its address without a slash at the end. */
    Optional<String> publicUrl();

    /** The key of one provider's setting. */
    static String key(String provider, String setting) {
        return "usher.providers." + provider + "." + setting;
    }

    /** What every provider has. */
    interface Named {

        /** One of the {@link ProviderKind}s. */
        String kind();
    }
}
