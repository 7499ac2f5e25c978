package dev.usher.api.operator;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.usher.operator.Overview;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** How things are at one moment, in milliseconds since 1970. */
@RegisterForReflection(targets = { OverviewView.class, Overview.class, Overview.Provider.class,
        Overview.MediaServer.class })
public record OverviewView(String type, long at, @JsonUnwrapped Overview overview) {

    static final String TYPE = "overview";

    static OverviewView of(Overview overview) {
        return new OverviewView(TYPE, Instant.now().toEpochMilli(), overview);
    }
}
