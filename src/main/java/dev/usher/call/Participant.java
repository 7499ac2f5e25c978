package dev.usher.call;

import java.time.Instant;

/**
 * One person's entry in a call. There is one for everybody who was added or has ever joined, also after they left.
 *
 * @param seenAs       whom the others see: the person, or a chat on whose behalf the person joined
 * @param addedAt      when the entry was made, by joining or by being added
 * @param joinedAt     when the person joined first; null for one who was only added
 * @param lastSeenAt   the latest join, heartbeat or device change; null before the first join
 * @param leftAt       when the person left; null while present
 * @param declinedAt   when the person declined the call; null if they did not, or joined after all
 * @param leased       whether the entry ends when heartbeats stop: true from the first heartbeat on
 * @param speaking     whether the person may turn the own microphone on
 * @param handRaisedAt when the person asked to speak; null if they do not
 * @param connection   null without media of our own
 */
public record Participant(
        Person person,
        Person seenAs,
        Devices devices,
        Instant addedAt,
        Instant joinedAt,
        Instant lastSeenAt,
        Instant leftAt,
        LeaveReason leftReason,
        Instant declinedAt,
        boolean leased,
        Speaking speaking,
        Instant handRaisedAt,
        Connection connection) {

    static Participant added(Person person, Instant now) {
        return new Participant(person, person, Devices.UNKNOWN, now, null, null, null, null, null, false,
                Speaking.ALLOWED, null, null);
    }

    Participant joined(Joining joining, Instant now) {
        Speaking right = hasJoined() ? speaking.joiningAgain(joining.speaking()) : joining.speaking();
        Devices possible = possible(joining.devices(), right, joining.connection());
        return new Participant(joining.person(), joining.seenAs(), possible, addedAt,
                joinedAt == null ? now : joinedAt, now, null, null, null, leased && isPresent(), right,
                isPresent() ? handRaisedAt : null, joining.connection());
    }

    Participant left(LeaveReason reason, Instant now) {
        return new Participant(person, seenAs, devices, addedAt, joinedAt, lastSeenAt, now, reason, declinedAt, false,
                speaking, null, null);
    }

    Participant heartbeat(Instant now) {
        return new Participant(person, seenAs, devices, addedAt, joinedAt, now, null, null, declinedAt, true,
                speaking, handRaisedAt, connection);
    }

    /** Fails with MAY_NOT_SPEAK if the microphone should be turned on by one who may not. */
    Participant changed(ParticipantChange change, Instant now) {
        Speaking right = change.speaking() == null ? speaking : speaking.decided(change.speaking());
        boolean turnsOn = change.devices().mic() == DeviceState.ON;
        if (turnsOn && !right.isPossible()) {
            throw new CallException(CallException.Reason.MAY_NOT_SPEAK);
        }
        boolean answered = turnsOn || change.speaking() != null && right.isPossible();
        Instant hand = change.handRaised() == null ? handRaisedAt
                : !change.handRaised() ? null : handRaisedAt == null ? now : handRaisedAt;
        Devices possible = possible(devices.changedBy(change.devices()), right, connection);
        return new Participant(person, seenAs, possible, addedAt, joinedAt, now, null, null, declinedAt, leased, right,
                answered ? null : hand, connection);
    }

    Participant withConnection(Connection.State state) {
        return new Participant(person, seenAs, devices, addedAt, joinedAt, lastSeenAt, leftAt, leftReason, declinedAt,
                leased, speaking, handRaisedAt, connection.in(state));
    }

    Participant declined(Instant now) {
        return new Participant(person, seenAs, devices, addedAt, joinedAt, lastSeenAt, leftAt, leftReason, now, leased,
                speaking, handRaisedAt, connection);
    }

    /** The microphone is off of who may not speak, the camera of who has connected without one. */
    private static Devices possible(Devices devices, Speaking right, Connection connection) {
        boolean noCamera = connection != null && connection.videoSources().isEmpty();
        return right.isPossible() && !noCamera ? devices
                : new Devices(right.isPossible() ? devices.mic() : DeviceState.OFF,
                        noCamera ? DeviceState.OFF : devices.cam());
    }

    public boolean hasJoined() {
        return joinedAt != null;
    }

    /** Whether the person is in the call now. */
    public boolean isPresent() {
        return joinedAt != null && leftAt == null;
    }

    public boolean isGuest() {
        return person instanceof Person.Guest;
    }

    /** Whether the media server knows the participant's connection. */
    public boolean isConnected() {
        return connection != null && connection.state() != Connection.State.LOST;
    }

    /** Whether this is the connection that the participant has, be it lost. */
    public boolean isConnectedBy(String connectionId) {
        return connection != null && connection.id().equals(connectionId);
    }
}
