package dev.usher.call;

/** Whether a microphone or camera is on. */
public enum DeviceState {
    ON, OFF,
    /** The client did not say. */
    UNKNOWN;

    /** The state that an optional flag stands for; {@code null} is {@link #UNKNOWN}. */
    public static DeviceState of(Boolean on) {
        return on == null ? UNKNOWN : on ? ON : OFF;
    }

    /** The flag that stands for this state: {@code null} when unknown. */
    public Boolean asFlag() {
        return this == UNKNOWN ? null : Boolean.valueOf(this == ON);
    }
}
