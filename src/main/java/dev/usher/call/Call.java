package dev.usher.call;

import java.time.Instant;
import java.util.Objects;

/**
 * A call as it is at one moment, without its participants, which {@link CallRegistry#participants} lists.
 *
 * @param id             24 hexadecimal digits, or a decimal number of 63 bits for video chats; unguessable
 * @param roomId         the chat product's name of the room; opaque
 * @param title          null when none was given
 * @param calleeId       the user who is called; null unless the call is direct
 * @param guestsWelcome  whether people without an account may join without an invite; never true of video chats
 * @param ringing        whether the callee's clients should ring
 * @param providerName   the configured name of the conference provider; null for video chats
 * @param url            where the conference is, the same for everybody; null until the provider has said so
 * @param videoChat      null for conferences at a provider
 * @param endedBy        null while the call goes on, and when no person ended it
 * @param anonymousUsers how many guests have joined, each counted once
 * @param present        how many participants are in the call now
 * @param version        counts the changes of the call and of its participants
 */
public record Call(
        String id,
        CallType type,
        String roomId,
        String title,
        Person.Member createdBy,
        String calleeId,
        boolean guestsWelcome,
        CallStatus status,
        boolean ringing,
        String providerName,
        String url,
        VideoChat videoChat,
        Instant createdAt,
        Instant updatedAt,
        Instant endedAt,
        Person.Member endedBy,
        int anonymousUsers,
        int present,
        long version) {

    public Call {
        Objects.requireNonNull(id);
        Objects.requireNonNull(roomId);
        Objects.requireNonNull(createdBy);
    }

    /** A call open to a room. */
    public static Call conference(String roomId, String title, Person.Member creator, boolean guestsWelcome,
            String providerName, Instant now) {
        return new Call(CallId.ofConference(), CallType.VIDEOCONFERENCE, roomId, title, creator, null, guestsWelcome,
                CallStatus.STARTED, false, providerName, null, null, now, now, null, null, 0, 0, 0);
    }

    /** A call between two people, which rings at the callee's. Direct calls have no title of their own. */
    public static Call direct(String roomId, Person.Member creator, String calleeId, boolean guestsWelcome,
            String providerName, Instant now) {
        return new Call(CallId.ofConference(), CallType.DIRECT, roomId, null, creator, calleeId, guestsWelcome,
                CallStatus.CALLING, true, providerName, null, null, now, now, null, null, 0, 0, 0);
    }

    /** A call with media of our own, which is scheduled unless {@code how} says when it started. */
    public static Call videoChat(String roomId, String title, Person.Member creator, VideoChat how, Instant now) {
        return new Call(CallId.ofVideoChat(), CallType.VIDEO_CHAT, roomId, title, creator, null, false,
                how.startedAt() == null ? CallStatus.SCHEDULED : CallStatus.STARTED, false, null, null, how, now, now,
                null, null, 0, 0, 0);
    }

    public boolean isVideoChat() {
        return videoChat != null;
    }

    public boolean isOver() {
        return status.isOver();
    }

    public Call withUrl(String at) {
        return new Call(id, type, roomId, title, createdBy, calleeId, guestsWelcome, status, ringing, providerName, at,
                videoChat, createdAt, updatedAt, endedAt, endedBy, anonymousUsers, present, version);
    }

    Call renamed(String newTitle, Instant now) {
        return new Call(id, type, roomId, newTitle, createdBy, calleeId, guestsWelcome, status, ringing, providerName,
                url, videoChat, createdAt, now, endedAt, endedBy, anonymousUsers, present, version + 1);
    }

    Call answered(Instant now) {
        return new Call(id, type, roomId, title, createdBy, calleeId, guestsWelcome, CallStatus.STARTED, false,
                providerName, url, videoChat, createdAt, now, endedAt, endedBy, anonymousUsers, present, version);
    }

    Call begun(Instant now) {
        return new Call(id, type, roomId, title, createdBy, calleeId, guestsWelcome, CallStatus.STARTED, false,
                providerName, url, videoChat.started(now), createdAt, now, endedAt, endedBy, anonymousUsers, present,
                version + 1);
    }

    Call over(CallStatus how, Person.Member by, Instant now) {
        return new Call(id, type, roomId, title, createdBy, calleeId, guestsWelcome, how, false, providerName, url,
                videoChat, createdAt, now, now, by, anonymousUsers, 0, version + 1);
    }

    Call counting(int nowPresent, int guestsSoFar, Instant now) {
        return new Call(id, type, roomId, title, createdBy, calleeId, guestsWelcome, status, ringing, providerName,
                url, videoChat, createdAt, now, endedAt, endedBy, guestsSoFar, nowPresent, version + 1);
    }
}
