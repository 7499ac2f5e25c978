package dev.usher.api.events;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.usher.call.Call;
import dev.usher.call.Person;
import dev.usher.call.VideoChat;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A call of whatever kind, as events show it. What does not apply is not there. Times are milliseconds since 1970.
 *
 * @param type       videoconference, direct or video-chat
 * @param status     scheduled, calling (which rings), started, ended, declined or expired
 * @param mode       video or voice; only of video chats
 * @param liveStream only of video chats
 * @param guests     whether people without an account may join uninvited
 * @param present    how many participants are in the call now
 */
@RegisterForReflection
@JsonInclude(Include.NON_NULL)
public record CallView(String id, String type, String roomId, String title, String status, String providerName,
        String mode, Boolean liveStream, boolean guests, Long scheduledFor, Creator createdBy, long createdAt,
        Long endedAt, int present) {

    /** Who started the call. */
    @RegisterForReflection
    public record Creator(String id, String username, String name) {

        static Creator of(Person.Member member) {
            return new Creator(member.id(), member.username(), member.name());
        }
    }

    static CallView of(Call call) {
        VideoChat how = call.videoChat();
        return new CallView(call.id(), word(call.type()), call.roomId(), call.title(), word(call.status()),
                call.providerName(), how == null ? null : word(how.mode()), how == null ? null : how.liveStream(),
                call.guestsWelcome(), how == null ? null : millis(how.scheduledFor()), Creator.of(call.createdBy()),
                call.createdAt().toEpochMilli(), millis(call.endedAt()), call.present());
    }

    private static Long millis(Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
