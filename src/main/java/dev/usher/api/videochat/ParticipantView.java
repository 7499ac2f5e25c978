package dev.usher.api.videochat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.usher.call.Connection;
import dev.usher.call.DeviceState;
import dev.usher.call.Participant;
import dev.usher.call.Person;

/**
 * A participant on the wire: the names are those of Telegram's groupCallParticipant.
 *
 * @param id            whom the others see: a user's id, a guest's, or a chat's
 * @param name          of guests what they said when they joined, or Guest
 * @param username      only of users
 * @param source        the SSRC of the audio, signed; only of those who are connected
 * @param canSelfUnmute whether the participant may turn the own microphone on
 * @param video         only of those who are connected and can send video
 * @param raisedHandAt  milliseconds since 1970; only of those who ask to speak
 * @param joinedAt      milliseconds since 1970
 * @param self          whether it is the caller
 */
@JsonInclude(Include.NON_NULL)
public record ParticipantView(String id, String name, String username, Integer source, boolean muted,
        boolean canSelfUnmute, boolean videoStopped, Video video, Long raisedHandAt, long joinedAt, boolean self) {

    /** The video of a participant; {@code endpoint} is the id of the stream that subscribers receive. */
    public record Video(String endpoint, List<SourceGroup> sourceGroups) {
    }

    /** SSRCs that belong together. */
    public record SourceGroup(String semantics, List<Integer> sources) {
    }

    static ParticipantView of(Participant participant, String callerId) {
        Person seen = participant.seenAs();
        return new ParticipantView(seen.id(), seen.displayName(),
                seen instanceof Person.Member member ? member.username() : null,
                participant.isConnected() ? participant.connection().audioSource() : null,
                participant.devices().mic() != DeviceState.ON,
                participant.speaking().isPossible(),
                participant.devices().cam() != DeviceState.ON,
                participant.isConnected() ? video(participant.connection()) : null,
                participant.handRaisedAt() == null ? null : participant.handRaisedAt().toEpochMilli(),
                participant.joinedAt().toEpochMilli(),
                participant.person().id().equals(callerId));
    }

    private static Video video(Connection connection) {
        return connection.videoSources().isEmpty() ? null
                : new Video(connection.id(), connection.videoSources().stream()
                        .map(group -> new SourceGroup(group.semantics(), group.sources())).toList());
    }
}
