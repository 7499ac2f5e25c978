package dev.usher.media.janus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.usher.media.ClientParameters;
import dev.usher.media.Muted;
import dev.usher.media.SdpOffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The plugin that forwards each publisher's audio and video to those who subscribe.
 *
 * @see <a href="https://janus.conf.meetecho.com/docs/videoroom.html">its documentation</a>
 */
final class VideoRoom implements JanusPlugin {

    static final VideoRoom PLUGIN = new VideoRoom();

    private VideoRoom() {
    }

    @Override
    public String name() {
        return "janus.plugin.videoroom";
    }

    @Override
    public String offer(ClientParameters client) {
        return SdpOffer.sending(client);
    }

    @Override
    public JsonObject create(long room, int maxPublishers) {
        return request("create", room).put("is_private", true).put("publishers", maxPublishers)
                .put("audiocodec", "opus").put("videocodec", "vp8").put("bitrate", 0).put("notify_joining", false);
    }

    @Override
    public JsonObject destroy(long room) {
        return request("destroy", room);
    }

    @Override
    public JsonObject join(long room, long feed, Muted muted) {
        return request("joinandconfigure", room).put("ptype", "publisher").put("id", feed);
    }

    @Override
    public Muted afterJoin(Muted wanted) {
        return Muted.NOTHING;
    }

    @Override
    public List<JsonObject> mute(long room, long feed, ClientParameters client, Muted before, Muted now) {
        List<JsonObject> requests = new ArrayList<>(2);
        if (before == null || before.audio() != now.audio()) {
            requests.add(moderate(room, feed, SdpOffer.AUDIO_MID, now.audio()));
        }
        if (client.hasVideo() && (before == null || before.video() != now.video())) {
            requests.add(moderate(room, feed, SdpOffer.VIDEO_MID, now.video()));
        }
        return requests;
    }

    private static JsonObject moderate(long room, long feed, String mid, boolean mute) {
        return request("moderate", room).put("id", feed).put("mid", mid).put("mute", mute);
    }

    /** Joins to receive. The event that answers has an offer, whose stream ids are the feeds. */
    JsonObject subscribe(long room, Collection<Long> feeds) {
        return request("join", room).put("ptype", "subscriber").put("use_msid", true).put("autoupdate", false)
                .put("streams", streams(feeds));
    }

    /**
     * Changes what is received. The event that answers has an offer if that changes anything, or says that one comes
     * later, see {@link #comesLater}.
     */
    JsonObject update(Set<Long> before, Set<Long> wanted) {
        Set<Long> more = new HashSet<>(wanted);
        more.removeAll(before);
        Set<Long> noMore = new HashSet<>(before);
        noMore.removeAll(wanted);
        JsonObject request = new JsonObject().put("request", "update");
        if (!more.isEmpty()) {
            request.put("subscribe", streams(more));
        }
        if (!noMore.isEmpty()) {
            request.put("unsubscribe", streams(noMore));
        }
        return request;
    }

    /** Whether the offer of an update comes with an event of its own. */
    boolean comesLater(JsonObject event) {
        return "updating".equals(JanusHttp.data(event).getString("videoroom"));
    }

    /** Whether it is that event. */
    boolean isLateOffer(JsonObject event) {
        return "updated".equals(JanusHttp.data(event).getString("videoroom"))
                && event.getJsonObject("jsep") != null;
    }

    /** Goes with the answer to an offer. */
    JsonObject start() {
        return new JsonObject().put("request", "start");
    }

    private static JsonArray streams(Collection<Long> feeds) {
        JsonArray streams = new JsonArray();
        feeds.forEach(feed -> streams.add(new JsonObject().put("feed", feed)));
        return streams;
    }

    private static JsonObject request(String what, long room) {
        return new JsonObject().put("request", what).put("room", room);
    }
}
