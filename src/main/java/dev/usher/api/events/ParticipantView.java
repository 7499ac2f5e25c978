package dev.usher.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.usher.call.DeviceState;
import dev.usher.call.Participant;
import dev.usher.call.Person;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A participant of whatever call, as events show them. What does not apply is not there.
 *
 * @param id           whom the others see: a user's id, a chat's or a guest's
 * @param kind         user, chat or guest
 * @param username     only of users
 * @param joinedAt     milliseconds since 1970
 * @param canSpeak     whether the participant may turn the own microphone on
 * @param handRaisedAt milliseconds since 1970; only of those who ask to speak
 * @param source       the SSRC of the audio, signed; only in video chats, of those who are connected
 * @param endpoint     the id of the stream with the video that subscribers receive; only in video chats
 */
@RegisterForReflection
@JsonInclude(Include.NON_NULL)
public record ParticipantView(String id, String name, String kind, String username, State state, long joinedAt,
        boolean canSpeak, Long handRaisedAt, Integer source, String endpoint) {

    /** What is on; a device of which that is not known is not there. */
    @RegisterForReflection
    @JsonInclude(Include.NON_NULL)
    public record State(Boolean mic, Boolean cam) {
    }

    static ParticipantView of(Participant participant) {
        Person seen = participant.seenAs();
        boolean connected = participant.isConnected();
        return new ParticipantView(seen.id(), seen.displayName(), kind(seen),
                seen instanceof Person.Member member ? member.username() : null,
                new State(on(participant.devices().mic()), on(participant.devices().cam())),
                participant.joinedAt().toEpochMilli(), participant.speaking().isPossible(),
                participant.handRaisedAt() == null ? null : participant.handRaisedAt().toEpochMilli(),
                connected ? participant.connection().audioSource() : null,
                connected && !participant.connection().videoSources().isEmpty() ? participant.connection().id() : null);
    }

    private static String kind(Person seen) {
        return seen instanceof Person.Member ? "user" : seen instanceof Person.Chat ? "chat" : "guest";
    }

    private static Boolean on(DeviceState state) {
        return state == DeviceState.UNKNOWN ? null : state == DeviceState.ON;
    }
}
