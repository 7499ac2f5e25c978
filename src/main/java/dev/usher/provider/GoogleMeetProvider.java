package dev.usher.provider;

import java.util.Optional;

import dev.usher.call.Call;
import dev.usher.call.Devices;
import dev.usher.call.Person;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * Google Meet, by its links with nicknames: {@code http://g.co/meet/RocketChat_<callId>}, in the form that Rocket.Chat
 * documents. Needs no settings and no secret; Meet itself asks people to log in.
 */
public record GoogleMeetProvider(String name) implements ConferenceProvider {

    static final String KIND = "googlemeet";

    private static final String BASE = "http://g.co/meet/RocketChat_";

    @Override
    public String label() {
        return "GoogleMeet";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, false, false);
    }

    @Override
    public Optional<String> missingKey() {
        return Optional.empty();
    }

    @Override
    public Uni<String> create(Call call) {
        return Uni.createFrom().item(BASE + call.id());
    }

    @Override
    public Uni<String> join(Call call, Person person, Devices devices) {
        return Uni.createFrom().item(call.url());
    }

    /** The kind {@value #KIND}. */
    @Singleton
    static class Kind implements ProviderKind {

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public ConferenceProvider provider(String name) {
            return new GoogleMeetProvider(name);
        }
    }
}
