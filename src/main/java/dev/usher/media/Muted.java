package dev.usher.media;

import dev.usher.call.DeviceState;
import dev.usher.call.Devices;

/** Which media of a connection the media server lets nobody receive. */
public record Muted(boolean audio, boolean video) {

    public static final Muted NOTHING = new Muted(false, false);

    /** What is not on is muted. */
    public static Muted of(Devices devices) {
        return new Muted(devices.mic() != DeviceState.ON, devices.cam() != DeviceState.ON);
    }
}
