package dev.usher.conference;

import java.time.Clock;
import java.util.Optional;

import dev.usher.call.Call;
import dev.usher.call.CallRegistry;
import dev.usher.identity.CallAccess;
import dev.usher.identity.GuestsConfig;
import dev.usher.identity.User;
import dev.usher.identity.Users;
import dev.usher.provider.ConferenceProvider;
import dev.usher.provider.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Starts calls at the active provider. */
@Singleton
public class StartConference {

    @Inject
    CallAccess access;

    @Inject
    CallRegistry calls;

    @Inject
    Providers providers;

    @Inject
    Users users;

    @Inject
    GuestsConfig guests;

    @Inject
    Clock clock;

    /** What is wished of a new call; {@code guests} is null where that is left to the configuration. */
    public record Wish(String roomId, String title, boolean ringing, Boolean guests) {
    }

    /**
     * Starts a call in a room. One that rings in a conversation of two is a direct call, and takes guests only if that
     * was said. Fails with {@link dev.usher.call.CallException} or {@link dev.usher.provider.ProviderException}.
     */
    public Uni<Call> start(User creator, Wish wish) {
        return access.requireRoom(creator, wish.roomId())
                .map(mayEnter -> providers.active())
                .flatMap(provider -> {
                    Call call = newCall(creator, wish, provider);
                    return provider.create(call).map(call::withUrl).flatMap(calls::add);
                });
    }

    private Call newCall(User creator, Wish wish, ConferenceProvider provider) {
        Optional<String> callee = wish.ringing()
                ? users.otherOf(wish.roomId(), creator).filter(other -> !other.equals(creator.id()))
                : Optional.empty();
        return callee.isPresent()
                ? Call.direct(wish.roomId(), creator.person(), callee.get(), welcomesGuests(wish, false),
                        provider.name(), clock.instant())
                : Call.conference(wish.roomId(), wish.title(), creator.person(), welcomesGuests(wish, true),
                        provider.name(), clock.instant());
    }

    private boolean welcomesGuests(Wish wish, boolean unlessSaid) {
        return guests.enabled() && (wish.guests() == null ? unlessSaid : wish.guests());
    }
}
