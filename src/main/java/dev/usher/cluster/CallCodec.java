package dev.usher.cluster;

import java.time.Instant;
import java.util.List;

import dev.usher.call.Call;
import dev.usher.call.CallConfig;
import dev.usher.call.CallStatus;
import dev.usher.call.CallType;
import dev.usher.call.Connection;
import dev.usher.call.Connection.SourceGroup;
import dev.usher.call.DeviceState;
import dev.usher.call.Devices;
import dev.usher.call.Joining;
import dev.usher.call.LeaveReason;
import dev.usher.call.Participant;
import dev.usher.call.ParticipantChange;
import dev.usher.call.Person;
import dev.usher.call.RegistryConfig;
import dev.usher.call.Speaking;
import dev.usher.call.VideoChat;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * Calls and participants as call.lua keeps them. Times are ms since 1970; what is not there is left out, since Lua's
 * JSON knows neither null nor the difference between an empty array and an empty object. Unknown fields are passed
 * over here and kept there, so that a later version can add some.
 */
final class CallCodec {

    /** How many fields of a call its script tells. */
    private static final int FIELDS = 12;

    private CallCodec() {
    }

    /** What of a call never changes, and the times and bounds that hold for it. */
    static String fixed(Call call, CallConfig times, RegistryConfig bounds) {
        return new JsonObject()
                .put("id", call.id()).put("type", call.type().name()).put("room", call.roomId())
                .put("createdBy", person(call.createdBy()))
                .put("guests", call.guestsWelcome())
                .put("lease", times.participantLease().toMillis())
                .put("emptyTimeout", times.emptyTimeout().toMillis())
                .put("ringTimeout", times.ringTimeout().toMillis())
                .put("maxDuration", times.maxDuration().toMillis())
                .put("retention", bounds.retention().toMillis())
                .put("maxParticipants", bounds.maxParticipantsPerCall())
                .mergeIn(given("callee", call.calleeId()))
                .mergeIn(given("provider", call.providerName()))
                .mergeIn(given("url", call.url()))
                .mergeIn(given("videoChat", call.isVideoChat() ? videoChat(call.videoChat()) : null))
                .encode();
    }

    private static JsonObject videoChat(VideoChat how) {
        return new JsonObject().put("mode", how.mode().name())
                .put("liveStream", how.liveStream()).put("newcomersMuted", how.newcomersMuted())
                .mergeIn(given("scheduledFor", how.scheduledFor() == null ? null : how.scheduledFor().toEpochMilli()));
    }

    private static JsonObject given(String key, Object value) {
        return value == null ? new JsonObject() : new JsonObject().put(key, value);
    }

    /** A title, empty text for none. */
    static String title(String title) {
        return title == null ? "" : Json.encode(title);
    }

    static JsonObject person(Person person) {
        JsonObject json = new JsonObject().put("id", person.id());
        if (person instanceof Person.Member member) {
            json.put("kind", "member").put("username", member.username()).put("name", member.name());
        } else if (person instanceof Person.Chat chat) {
            json.put("kind", "chat").put("name", chat.name());
        } else if (person instanceof Person.Guest guest) {
            json.put("kind", "guest").mergeIn(given("name", guest.name()));
        }
        return json;
    }

    private static Person person(JsonObject json) {
        return switch (json.getString("kind")) {
            case "member" -> member(json);
            case "chat" -> new Person.Chat(json.getString("id"), json.getString("name"));
            default -> new Person.Guest(json.getString("id"), json.getString("name"));
        };
    }

    private static Person.Member member(JsonObject json) {
        return new Person.Member(json.getString("id"), json.getString("username"), json.getString("name"));
    }

    static String joining(Joining joining) {
        JsonObject json = new JsonObject().put("person", person(joining.person()))
                .put("speaking", joining.speaking().name());
        if (joining.seenAs() instanceof Person.Chat chat) {
            json.put("seenAs", person(chat));
        }
        if (joining.connection() != null) {
            json.put("connection", connection(joining.connection()));
        }
        return json.mergeIn(devices(joining.devices())).encode();
    }

    static String change(ParticipantChange change) {
        return devices(change.devices())
                .mergeIn(given("speaking", change.speaking() == null ? null : change.speaking().name()))
                .mergeIn(given("hand", change.handRaised()))
                .encode();
    }

    private static JsonObject devices(Devices devices) {
        JsonObject json = new JsonObject();
        if (devices.mic() != DeviceState.UNKNOWN) {
            json.put("mic", devices.mic().name());
        }
        if (devices.cam() != DeviceState.UNKNOWN) {
            json.put("cam", devices.cam().name());
        }
        return json;
    }

    /** The first source is that of the audio. */
    private static JsonObject connection(Connection connection) {
        JsonArray sources = new JsonArray();
        connection.sources().forEach(sources::add);
        JsonObject json = new JsonObject().put("id", connection.id()).put("sources", sources);
        if (!connection.videoSources().isEmpty()) {
            JsonArray video = new JsonArray();
            connection.videoSources().forEach(group -> video.add(group(group)));
            json.put("video", video);
        }
        return json;
    }

    private static Connection connection(JsonObject json) {
        List<SourceGroup> video = json.getJsonArray("video", new JsonArray()).stream()
                .map(group -> group((JsonObject) group)).toList();
        return new Connection(json.getString("id"), json.getJsonArray("sources").getInteger(0), video,
                Connection.State.valueOf(json.getString("state", Connection.State.CONNECTING.name())));
    }

    private static JsonObject group(SourceGroup group) {
        return new JsonObject().put("semantics", group.semantics())
                .mergeIn(given("sources", group.sources().isEmpty() ? null : new JsonArray(group.sources())));
    }

    private static SourceGroup group(JsonObject json) {
        return new SourceGroup(json.getString("semantics"), json.getJsonArray("sources", new JsonArray()).stream()
                .map(source -> ((Number) source).intValue()).toList());
    }

    /** A call from its fields, which are text or null. */
    static Call call(List<String> fields) {
        if (fields.size() < FIELDS) {
            throw new IllegalStateException("A call has %d fields".formatted(fields.size()));
        }
        JsonObject fixed = new JsonObject(fields.get(0));
        CallStatus status = CallStatus.valueOf(fields.get(1));
        JsonObject video = fixed.getJsonObject("videoChat");
        String endedBy = fields.get(8);
        return new Call(fixed.getString("id"), CallType.valueOf(fixed.getString("type")), fixed.getString("room"),
                fields.get(2) == null ? null : (String) Json.decodeValue(fields.get(2)),
                member(fixed.getJsonObject("createdBy")), fixed.getString("callee"), fixed.getBoolean("guests"), status,
                status == CallStatus.CALLING, fixed.getString("provider"), fixed.getString("url"),
                video == null ? null : videoChat(video, time(fields.get(9))),
                time(fixed.getLong("created")), time(fields.get(6)), time(fields.get(7)),
                endedBy == null ? null : member(new JsonObject(endedBy)), Integer.parseInt(fields.get(4)),
                Integer.parseInt(fields.get(3)), Long.parseLong(fields.get(5)));
    }

    private static VideoChat videoChat(JsonObject json, Instant begun) {
        return new VideoChat(VideoChat.Mode.valueOf(json.getString("mode")), json.getBoolean("liveStream"),
                json.getBoolean("newcomersMuted"), time(json.getLong("scheduledFor")), begun);
    }

    static Participant participant(String stored) {
        return participant(new JsonObject(stored));
    }

    /** Participants in the order in which their entries were made. */
    static List<Participant> participants(List<String> stored) {
        return stored.stream().map(JsonObject::new)
                .sorted((one, other) -> Integer.compare(one.getInteger("number"), other.getInteger("number")))
                .map(CallCodec::participant).toList();
    }

    private static Participant participant(JsonObject json) {
        Person person = person(json.getJsonObject("person"));
        JsonObject seenAs = json.getJsonObject("seenAs");
        JsonObject connection = json.getJsonObject("connection");
        String reason = json.getString("reason");
        return new Participant(person, seenAs == null ? person : person(seenAs),
                new Devices(device(json.getString("mic")), device(json.getString("cam"))),
                time(json.getLong("added")), time(json.getLong("joined")), time(json.getLong("seen")),
                time(json.getLong("left")), reason == null ? null : LeaveReason.valueOf(reason),
                time(json.getLong("declined")), json.getBoolean("leased", false),
                Speaking.valueOf(json.getString("speaking", Speaking.ALLOWED.name())),
                time(json.getLong("hand")), connection == null ? null : connection(connection));
    }

    private static DeviceState device(String stored) {
        return stored == null ? DeviceState.UNKNOWN : DeviceState.valueOf(stored);
    }

    private static Instant time(String millis) {
        return millis == null ? null : Instant.ofEpochMilli(Long.parseLong(millis));
    }

    private static Instant time(Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
