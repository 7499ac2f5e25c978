package dev.usher.call;

/**
 * What changes of a participant who is in the call.
 *
 * @param devices    what is unknown of them stays as it is
 * @param speaking   null for no change; taking the right away turns the microphone off
 * @param handRaised null for no change; a hand goes down by itself when its owner may speak or speaks
 */
public record ParticipantChange(Devices devices, Speaking speaking, Boolean handRaised) {

    public static ParticipantChange of(Devices devices) {
        return new ParticipantChange(devices, null, null);
    }
}
