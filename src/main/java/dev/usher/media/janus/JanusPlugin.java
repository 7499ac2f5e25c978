package dev.usher.media.janus;

import java.util.List;

import dev.usher.call.VideoChat;
import dev.usher.media.ClientParameters;
import dev.usher.media.Muted;
import io.vertx.core.json.JsonObject;

/** What the plugins of Janus are asked: how rooms are made, joined and moderated. */
sealed interface JanusPlugin permits VideoRoom, AudioBridge {

    static JanusPlugin of(VideoChat.Mode mode) {
        return mode == VideoChat.Mode.VIDEO ? VideoRoom.PLUGIN : AudioBridge.PLUGIN;
    }

    /** The name by which handles are attached to it. */
    String name();

    /** The offer that stands for a client's, in SDP. */
    String offer(ClientParameters client);

    /** Makes a room. */
    JsonObject create(long room, int maxPublishers);

    JsonObject destroy(long room);

    /** Joins a room with an offer. */
    JsonObject join(long room, long feed, Muted muted);

    /** What takes a participant from being muted one way, null if that is not known, to the other. */
    List<JsonObject> mute(long room, long feed, ClientParameters client, Muted before, Muted now);

    /** What is muted as soon as one has joined. */
    Muted afterJoin(Muted wanted);
}
