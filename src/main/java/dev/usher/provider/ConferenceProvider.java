package dev.usher.provider;

import java.util.Optional;

import dev.usher.call.Call;
import dev.usher.call.Devices;
import dev.usher.call.Person;
import io.smallrye.mutiny.Uni;

/**
 * A service in which conferences happen, as configured under one name. Its operations fail with
 * {@link ProviderException}.
 */
public interface ConferenceProvider {

    /** The configured name, in lower case. */
    String name();

    /** What people call this kind of provider. */
    String label();

    Capabilities capabilities();

    /** The configuration key that must be set and is not; empty if the provider can be used. */
    Optional<String> missingKey();

    /** Whether its server answered when it was asked last; true where there is none to ask. */
    default boolean isUp() {
        return true;
    }

    /** Prepares a new call and returns its URL, the same for everybody. */
    Uni<String> create(Call call);

    /**
     * The URL that takes one person into a call, with the devices as they wish them. It may contain a secret: it is
     * for that person only, and never logged.
     */
    Uni<String> join(Call call, Person person, Devices devices);
}
