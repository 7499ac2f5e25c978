package dev.usher.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * The names of what is kept in Redis. All begin with {@value #PREFIX}, whose number is the format of what is kept: a
 * format that pods of this version could not read has another number. What belongs to one call has the call's id in
 * braces, so that Redis Cluster keeps it in one slot (Redis Cluster specification, "Hash tags").
 */
final class Keys {

    static final String PREFIX = "usher:1:";
    /** Where the script of calls says what has changed. */
    static final String EVENTS = PREFIX + "events";
    /** The open calls, those that are over, all dues, the people in each, all people, and the latest number. */
    static final List<String> INDEX = Stream.of("open", "over", "dues", "people", "total", "numbers")
            .map(name -> PREFIX + "{index}:" + name).toList();
    static final String OPEN_CALLS = INDEX.get(0);
    /** The hashes of logins from the oldest on, and how many there have ever been. */
    static final List<String> LOGINS = List.of(PREFIX + "{logins}:order", PREFIX + "{logins}:number");
    /** When which pod that holds connections was last heard of. */
    static final String PODS = PREFIX + "{pods}:alive";
    /** Which pod holds which connection or subscription. */
    static final String HOLDERS = PREFIX + "{pods}:holders";

    private Keys() {
    }

    /** All of one call, in the order in which its scripts want them. */
    static List<String> ofCall(String callId) {
        String call = call(callId);
        return List.of(call, call + ":people", call + ":leases", call + ":chats", call + ":sources",
                call + ":invites", call + ":invite-uses", call + ":invite-order", call + ":subscriptions");
    }

    /** The call and its invites, see invite.lua. */
    static List<String> invites(String callId) {
        String call = call(callId);
        return List.of(call, call + ":invites", call + ":invite-uses", call + ":invite-order");
    }

    /** The call and its subscriptions, see subscription.lua. */
    static List<String> subscriptions(String callId) {
        String call = call(callId);
        return List.of(call, call + ":subscriptions");
    }

    private static String call(String callId) {
        return PREFIX + "{" + callId + "}";
    }

    /** A room's calls by their numbers. */
    static String room(String roomId) {
        return PREFIX + "room:" + roomId;
    }

    /** What a pod holds. */
    static String heldBy(String pod) {
        return PREFIX + "{pods}:held:" + pod;
    }

    /** Where a pod is spoken to. */
    static String channel(String pod) {
        return PREFIX + "pod:" + pod;
    }

    static String login(String hash) {
        return PREFIX + "login:" + hash;
    }

    static String ticket(String hash) {
        return PREFIX + "ticket:" + hash;
    }

    static String limit(String endpoint, String kind, String key) {
        return PREFIX + "limit:" + endpoint + ':' + kind + ':' + key;
    }
}
