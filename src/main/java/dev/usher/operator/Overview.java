package dev.usher.operator;

import java.util.List;

/**
 * How things are. Calls and participants are those of all pods that share a store, everything else is this process's.
 *
 * @param joins          conferences joined since the start
 * @param videoChatJoins video chats joined since the start
 * @param refused        requests refused by rate limits since the start
 * @param mediaServer    whether there is one, and whether it answered last time it was asked
 * @param store          memory or redis
 */
public record Overview(long openCalls, long participants, long joins, long videoChatJoins, long refused,
        List<Provider> providers, MediaServer mediaServer, String store) {

    /**
     * A conference provider.
     *
     * @param active   whether new calls are made there
     * @param failures requests to it that failed since the start
     * @param up       whether it can be used, and answered last time it was asked
     */
    public record Provider(String name, String label, boolean active, long failures, boolean up) {
    }

    public record MediaServer(boolean configured, boolean up) {
    }
}
