package dev.usher.call;

import java.util.Objects;

/**
 * How a person joins a call.
 *
 * @param person     who it is
 * @param seenAs     whom the others see: the person, or a chat on whose behalf the person joins
 * @param devices    a microphone that is on stays off where the person may not speak
 * @param speaking   the right that the person comes with; what was decided in the call before goes before it
 * @param connection null in calls without media of our own, and for those who only watch
 */
public record Joining(Person person, Person seenAs, Devices devices, Speaking speaking, Connection connection) {

    public Joining {
        Objects.requireNonNull(person);
        Objects.requireNonNull(seenAs);
        Objects.requireNonNull(devices);
        Objects.requireNonNull(speaking);
    }

    /** Joining as oneself, without media of our own. */
    static Joining of(Person person, Devices devices) {
        return new Joining(person, person, devices, Speaking.ALLOWED, null);
    }
}
