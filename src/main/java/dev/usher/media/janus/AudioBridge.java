package dev.usher.media.janus;

import java.util.List;

import dev.usher.media.ClientParameters;
import dev.usher.media.Muted;
import dev.usher.media.SdpOffer;
import io.vertx.core.json.JsonObject;

/**
 * The plugin that mixes everybody's audio and sends each participant that of the others.
 *
 * @see <a href="https://janus.conf.meetecho.com/docs/audiobridge.html">its documentation</a>
 */
final class AudioBridge implements JanusPlugin {

    static final AudioBridge PLUGIN = new AudioBridge();

    private static final int SAMPLING_RATE = 48_000;

    private AudioBridge() {
    }

    @Override
    public String name() {
        return "janus.plugin.audiobridge";
    }

    @Override
    public String offer(ClientParameters client) {
        return SdpOffer.talking(client);
    }

    @Override
    public JsonObject create(long room, int maxPublishers) {
        return request("create", room).put("is_private", true).put("sampling_rate", SAMPLING_RATE);
    }

    @Override
    public JsonObject destroy(long room) {
        return request("destroy", room);
    }

    @Override
    public JsonObject join(long room, long feed, Muted muted) {
        return request("join", room).put("id", feed).put("muted", muted.audio());
    }

    @Override
    public Muted afterJoin(Muted wanted) {
        return wanted;
    }

    @Override
    public List<JsonObject> mute(long room, long feed, ClientParameters client, Muted before, Muted now) {
        return before != null && before.audio() == now.audio()
                ? List.of()
                : List.of(request(now.audio() ? "mute" : "unmute", room).put("id", feed));
    }

    private static JsonObject request(String what, long room) {
        return new JsonObject().put("request", what).put("room", room);
    }
}
