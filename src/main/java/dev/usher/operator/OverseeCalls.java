package dev.usher.operator;

import java.util.Locale;

import dev.usher.call.CallRegistry;
import dev.usher.cluster.StoreConfig;
import dev.usher.identity.NotAllowedException;
import dev.usher.identity.User;
import dev.usher.media.MediaServer;
import dev.usher.provider.ConferenceProvider;
import dev.usher.provider.Providers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Lets admins see everything. */
@Singleton
public class OverseeCalls {

    @Inject
    CallRegistry calls;

    @Inject
    Providers providers;

    @Inject
    MediaServer media;

    @Inject
    StoreConfig store;

    @Inject
    MeterRegistry meters;

    /** Fails with {@link NotAllowedException} for all but admins. */
    public void require(User user) {
        if (!user.isAdmin()) {
            throw new NotAllowedException();
        }
    }

    public Overview overview() {
        CallRegistry.Census census = calls.census();
        return new Overview(census.openCalls(), census.participants(), joined("usher.joins"),
                joined("usher.video.chat.joins"), count("usher.rate.limited"),
                providers.all().stream().map(this::provider).toList(),
                new Overview.MediaServer(media.isConfigured(), media.isUp()),
                store.kind().name().toLowerCase(Locale.ROOT));
    }

    private Overview.Provider provider(ConferenceProvider provider) {
        return new Overview.Provider(provider.name(), provider.label(), providers.isActive(provider),
                (long) meters.find("usher.provider.failures").tag("provider", provider.name()).counters().stream()
                        .mapToDouble(Counter::count).sum(),
                provider.missingKey().isEmpty() && provider.isUp());
    }

    private long joined(String counter) {
        return (long) meters.find(counter).tag("outcome", "joined").counters().stream()
                .mapToDouble(Counter::count).sum();
    }

    private long count(String counter) {
        return (long) meters.find(counter).counters().stream().mapToDouble(Counter::count).sum();
    }
}
