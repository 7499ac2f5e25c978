package dev.usher.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether people without an account may join calls. */
@ConfigMapping(prefix = "usher.guests")
public interface GuestsConfig {

    /** Whether a call takes guests unless its start says otherwise; if false, none does. */
    @WithDefault("true")
    boolean enabled();
}
