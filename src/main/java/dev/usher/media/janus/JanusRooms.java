package dev.usher.media.janus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The rooms that this process has made at Janus, one for each call. They outlive sessions, so they are remembered. */
final class JanusRooms {

    private final JanusConfig config;
    private final String adminKey;
    private final Map<String, JanusPlugin> byCall = new ConcurrentHashMap<>();

    JanusRooms(JanusConfig config, String adminKey) {
        this.config = config;
        this.adminKey = adminKey;
    }

    /** Makes a call's room unless it is there. */
    Uni<Void> require(JanusSession at, JanusPlugin plugin, String callId) {
        byCall.put(callId, plugin);
        return at.once(callId, () -> at.control(plugin.name())
                .flatMap(handle -> at.ask(handle, JanusHttp.withKey(
                        plugin.create(Long.parseLong(callId), config.maxPublishers()), adminKey)))
                .onFailure(JanusRefusal::isRoomExists)
                .recoverWithNull()
                .replaceWithVoid());
    }

    /** Counts a call's room as one that this process has made. */
    void takeOver(String callId, JanusPlugin plugin) {
        byCall.put(callId, plugin);
    }

    /** Removes a call's room, if it has one. */
    Uni<Void> remove(Supplier<Uni<JanusSession>> session, String callId) {
        return Uni.createFrom().deferred(() -> {
            JanusPlugin plugin = byCall.remove(callId);
            return plugin == null ? Uni.createFrom().voidItem()
                    : session.get().flatMap(at -> destroy(at, plugin, callId));
        });
    }

    /** Removes all rooms, each as far as that works. */
    Uni<Void> removeAll(JanusSession at) {
        return Multi.createFrom().iterable(Map.copyOf(byCall).entrySet())
                .onItem().transformToUniAndMerge(room ->
                        destroy(at, room.getValue(), room.getKey()).onFailure().recoverWithNull())
                .onItem().ignoreAsUni();
    }

    private Uni<Void> destroy(JanusSession at, JanusPlugin plugin, String callId) {
        at.again(callId);
        return at.retried(() -> at.control(plugin.name())
                        .flatMap(handle -> at.ask(handle, JanusHttp.withKey(
                                plugin.destroy(Long.parseLong(callId)), adminKey))))
                .onFailure(JanusRefusal::isNoRoom)
                .recoverWithNull()
                .replaceWithVoid();
    }
}
