package dev.usher.api.videochat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.usher.call.Call;
import dev.usher.call.CallPage;
import dev.usher.call.Participant;
import dev.usher.call.Person;
import dev.usher.identity.Caller;
import dev.usher.identity.Guest;

/** The bodies of successful answers. Each ends with {@code "success": true}. */
public final class Answers {

    private Answers() {
    }

    /** Nothing but that it worked. */
    public record Done(boolean success) {
        static final Done DONE = new Done(true);
    }

    /** One video chat. */
    public record One(VideoChatView videoChat, boolean success) {

        static One of(Call call, Caller reader) {
            return new One(VideoChatView.of(call, reader), true);
        }
    }

    /**
     * What the client needs to connect.
     *
     * @param params     the server's connection parameters, as the JSON of Telegram's group calls
     * @param guestToken what a guest sends as X-Guest-Token to be recognised; not there for users
     */
    @JsonInclude(Include.NON_NULL)
    public record Admitted(String params, String guestToken, boolean success) {

        static Admitted of(String params, Caller caller) {
            return new Admitted(params, caller instanceof Guest guest ? guest.token() : null, true);
        }
    }

    /** Those who are present, in the order in which they came; {@code version} is the call's. */
    public record Present(List<ParticipantView> participants, int count, int offset, int total, long version,
            boolean success) {

        static Present of(CallPage.Entry entry, Requests.ParticipantsQuery page, Caller reader) {
            String readerId = reader.person().id();
            List<ParticipantView> participants = entry.participants().stream().skip(page.offset())
                    .limit(page.count()).map(each -> ParticipantView.of(each, readerId)).toList();
            return new Present(participants, participants.size(), page.offset(), entry.participants().size(),
                    entry.call().version(), true);
        }
    }

    /** A participant as they are now. */
    public record Edited(ParticipantView participant, boolean success) {

        static Edited of(Participant participant, Caller reader) {
            return new Edited(ParticipantView.of(participant, reader.person().id()), true);
        }
    }

    /** The SSRCs that are still connected, signed. */
    public record Connected(List<Integer> sources, boolean success) {
    }

    /** The secret that stands for an invite, for the option inviteHash of a join. */
    public record Invited(String inviteHash, String role, boolean success) {
    }

    /** As whom the caller may join: first as oneself, then on behalf of chats. */
    public record JoinAs(List<Item> candidates, boolean success) {

        /** {@code type} is user or chat. */
        public record Item(String id, String name, String type) {
        }

        static JoinAs of(List<Person> identities) {
            return new JoinAs(identities.stream().map(identity -> new Item(identity.id(),
                    identity.displayName(), identity instanceof Person.Chat ? "chat" : "user")).toList(),
                    true);
        }
    }

    /**
     * A subscription.
     *
     * @param sdp          the offer to answer; not there where nothing changes, or nobody sends
     * @param participants who is received
     */
    @JsonInclude(Include.NON_NULL)
    public record Subscribed(String subscription, String sdp, List<String> participants, boolean success) {
    }
}
