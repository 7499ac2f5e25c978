package dev.usher.api.rocketchat;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.usher.call.Call;
import dev.usher.call.CallPage;
import dev.usher.call.CallStatus;
import dev.usher.call.CallType;
import dev.usher.call.Participant;
import dev.usher.call.Person;

/** A call on the wire, as Rocket.Chat's info and list show it, with each user's device state added. */
@JsonInclude(Include.NON_NULL)
public record CallView(
        @JsonProperty("_id") String id,
        String type,
        String rid,
        List<UserView> users,
        int status,
        Map<String, String> messages,
        String url,
        PersonView createdBy,
        String createdAt,
        String endedAt,
        PersonView endedBy,
        String providerName,
        Boolean ringing,
        Integer anonymousUsers,
        String title,
        @JsonProperty("_updatedAt") String updatedAt) {

    /** What stands for the provider of video chats, which have none. */
    private static final String OURSELVES = "usher";

    private static final DateTimeFormatter ISO_MILLIS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** A person who has an account. */
    public record PersonView(@JsonProperty("_id") String id, String username, String name) {

        static PersonView of(Person.Member member) {
            return member == null ? null : new PersonView(member.id(), member.username(), member.name());
        }
    }

    /** A user who was added to the call or has ever joined it. {@code ts} is when that happened first. */
    @JsonInclude(Include.NON_NULL)
    public record UserView(
            @JsonProperty("_id") String id,
            String username,
            String name,
            @JsonInclude(Include.ALWAYS) String avatarETag,
            String ts,
            DeviceFlags state,
            boolean joined,
            String joinedAt,
            String lastSeenAt,
            String leftAt,
            String leftReason,
            Boolean declined,
            String declinedAt) {

        /** Of one who is seen as a chat, the chat and not the user. */
        static UserView of(Participant participant) {
            PersonView seen = participant.seenAs() instanceof Person.Chat chat
                    ? new PersonView(chat.id(), chat.id(), chat.name())
                    : PersonView.of((Person.Member) participant.seenAs());
            return new UserView(seen.id(), seen.username(), seen.name(), null,
                    date(participant.hasJoined() ? participant.joinedAt() : participant.addedAt()),
                    DeviceFlags.of(participant.devices()),
                    participant.hasJoined(),
                    date(participant.joinedAt()),
                    date(participant.lastSeenAt()),
                    date(participant.leftAt()),
                    participant.leftReason() == null ? null : word(participant.leftReason()),
                    participant.declinedAt() == null ? null : Boolean.TRUE,
                    date(participant.declinedAt()));
        }
    }

    static CallView of(CallPage.Entry entry) {
        Call call = entry.call();
        boolean direct = call.type() == CallType.DIRECT;
        List<UserView> users = entry.participants().stream()
                .filter(participant -> !participant.isGuest())
                .map(UserView::of)
                .toList();
        return new CallView(call.id(), type(call), call.roomId(), users, number(call.status()), Map.of(), call.url(),
                PersonView.of(call.createdBy()), date(call.createdAt()), date(call.endedAt()),
                PersonView.of(call.endedBy()), call.isVideoChat() ? OURSELVES : call.providerName(),
                direct ? call.ringing() : null, direct ? null : call.anonymousUsers(), direct ? null : call.title(),
                date(call.updatedAt()));
    }

    /** Rocket.Chat knows no other types than two. */
    static String type(Call call) {
        return word(call.isVideoChat() ? CallType.VIDEOCONFERENCE : call.type());
    }

    private static int number(CallStatus status) {
        return switch (status) {
            case SCHEDULED, CALLING -> 0;
            case STARTED -> 1;
            case EXPIRED -> 2;
            case ENDED -> 3;
            case DECLINED -> 4;
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String date(Instant instant) {
        return instant == null ? null : ISO_MILLIS.format(instant);
    }
}
