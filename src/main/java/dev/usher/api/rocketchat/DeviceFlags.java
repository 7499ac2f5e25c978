package dev.usher.api.rocketchat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;

import dev.usher.api.rest.Flag;
import dev.usher.api.rest.JsonSchema;
import dev.usher.call.Devices;

/** Devices on the wire: true on, false off, null unknown. */
@JsonInclude(Include.ALWAYS)
public record DeviceFlags(Boolean mic, Boolean cam) {

    static final JsonSchema SCHEMA = JsonSchema.object()
            .optional("mic", JsonSchema.flag().nullable())
            .optional("cam", JsonSchema.flag().nullable());

    static DeviceFlags of(Devices devices) {
        return new DeviceFlags(devices.mic().asFlag(), devices.cam().asFlag());
    }

    /** The devices of a request's {@code state}; unknown where it says nothing. */
    static DeviceFlags in(JsonNode request) {
        JsonNode state = request.get("state");
        return state == null || state.isNull()
                ? new DeviceFlags(null, null)
                : new DeviceFlags(Flag.in(state, "mic"), Flag.in(state, "cam"));
    }

    Devices devices() {
        return Devices.of(mic, cam);
    }
}
