package dev.usher.provider;

/** Makes the providers of one kind. Every bean of this type is a kind that the configuration may name. */
public interface ProviderKind {

    /** The value of {@code usher.providers.<name>.kind}. */
    String kind();

    /**
     * The provider of that name, with its settings. A setting that is missing is the provider's to report; one that
     * cannot be used is a {@link io.quarkus.runtime.configuration.ConfigurationException}.
     */
    ConferenceProvider provider(String name);
}
