package dev.usher.call;

/** The state of one participant's microphone and camera. */
public record Devices(DeviceState mic, DeviceState cam) {

    public static final Devices UNKNOWN = new Devices(DeviceState.UNKNOWN, DeviceState.UNKNOWN);

    /** Devices from optional flags: {@code true} on, {@code false} off, {@code null} unknown. */
    public static Devices of(Boolean mic, Boolean cam) {
        return new Devices(DeviceState.of(mic), DeviceState.of(cam));
    }

    /** These devices with what {@code change} knows; what it leaves unknown stays as it is. */
    public Devices changedBy(Devices change) {
        return new Devices(
                change.mic == DeviceState.UNKNOWN ? mic : change.mic,
                change.cam == DeviceState.UNKNOWN ? cam : change.cam);
    }
}
