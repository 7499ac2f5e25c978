package dev.usher.call;

import java.time.Instant;

/**
 * One person's entry in a call. There is one for everybody who was added or has ever joined, also after they left.
 *
 * @param addedAt    when the entry was made, by joining or by being added
 * @param joinedAt   when the person joined first; null for one who was only added
 * @param lastSeenAt the latest join, heartbeat or device change; null before the first join
 * @param leftAt     when the person left; null while present
 * @param declinedAt when the person declined the call; null if they did not, or joined after all
 * @param leased     whether the entry ends when heartbeats stop: true from the first heartbeat on
 */
public record Participant(
        Person person,
        Devices devices,
        Instant addedAt,
        Instant joinedAt,
        Instant lastSeenAt,
        Instant leftAt,
        LeaveReason leftReason,
        Instant declinedAt,
        boolean leased) {

    static Participant added(Person person, Instant now) {
        return new Participant(person, Devices.UNKNOWN, now, null, null, null, null, null, false);
    }

    Participant joined(Person as, Devices with, Instant now) {
        return new Participant(as, with, addedAt, joinedAt == null ? now : joinedAt, now, null, null, null,
                leased && isPresent());
    }

    Participant left(LeaveReason reason, Instant now) {
        return new Participant(person, devices, addedAt, joinedAt, lastSeenAt, now, reason, declinedAt, false);
    }

    Participant seen(Devices with, boolean byHeartbeat, Instant now) {
        return new Participant(person, with, addedAt, joinedAt, now, null, null, declinedAt, leased || byHeartbeat);
    }

    Participant declined(Instant now) {
        return new Participant(person, devices, addedAt, joinedAt, lastSeenAt, leftAt, leftReason, now, leased);
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
}
