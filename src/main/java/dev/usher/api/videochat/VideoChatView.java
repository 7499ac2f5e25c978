package dev.usher.api.videochat;

import java.time.Duration;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.usher.call.Call;
import dev.usher.call.VideoChat;
import dev.usher.identity.CallOwner;
import dev.usher.identity.Caller;

/**
 * A video chat on the wire: the names are MTKruto's, with what Usher knows besides.
 *
 * @param type         active, scheduled or ended
 * @param title        empty where there is none
 * @param scheduledFor seconds since 1970; only where it was scheduled
 * @param duration     seconds; only of those that have ended
 * @param canManage    whether the caller may end it, let others speak, and so on
 * @param version      counts the changes of the call and of its participants
 */
@JsonInclude(Include.NON_NULL)
public record VideoChatView(String type, String id, String roomId, String title, String mode, boolean isLiveStream,
        boolean isRecording, boolean joinMuted, int participantCount, Long scheduledFor, Long duration,
        boolean canManage, long version) {

    static VideoChatView of(Call call, Caller reader) {
        VideoChat how = call.videoChat();
        return new VideoChatView(type(call), call.id(), call.roomId(), call.title() == null ? "" : call.title(),
                how.mode().name().toLowerCase(Locale.ROOT), how.liveStream(), false, how.newcomersMuted(),
                call.present(), how.scheduledFor() == null ? null : how.scheduledFor().getEpochSecond(),
                call.isOver() ? duration(call) : null, CallOwner.is(reader, call), call.version());
    }

    /** Where the call is in its life, in MTKruto's words. */
    public static String type(Call call) {
        return call.isOver() ? "ended" : call.videoChat().startedAt() == null ? "scheduled" : "active";
    }

    /** How many seconds an ended call went on. */
    public static long duration(Call call) {
        return call.videoChat().startedAt() == null ? 0
                : Duration.between(call.videoChat().startedAt(), call.endedAt()).toSeconds();
    }
}
