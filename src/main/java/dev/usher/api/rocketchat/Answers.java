package dev.usher.api.rocketchat;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.usher.call.Call;
import dev.usher.call.CallPage;
import dev.usher.call.CallType;
import dev.usher.call.Person;
import dev.usher.identity.Session;
import dev.usher.identity.User;
import dev.usher.provider.Capabilities;
import dev.usher.provider.ConferenceProvider;

/** The bodies of successful answers. Each ends with {@code "success": true}. */
public final class Answers {

    private Answers() {
    }

    /** Nothing but that it worked. */
    public record Done(boolean success) {
        static final Done DONE = new Done(true);
    }

    /** A call that has begun; {@code rid} for those of a room, {@code calleeId} for direct ones. */
    public record Started(Data data, boolean success) {

        @JsonInclude(Include.NON_NULL)
        public record Data(String type, String callId, String rid, String calleeId, String providerName) {
        }

        static Started of(Call call) {
            boolean direct = call.type() == CallType.DIRECT;
            return new Started(new Data(CallView.type(call), call.id(), direct ? null : call.roomId(), call.calleeId(),
                    call.providerName()), true);
        }
    }

    /**
     * The URL that takes the caller into the call, and only the caller.
     *
     * @param guestToken what a guest sends as X-Guest-Token to be recognised; not there for users
     */
    @JsonInclude(Include.NON_NULL)
    public record Joined(String url, String providerName, String callId, String rid, String guestToken,
            boolean success) {
    }

    /** A call with what its provider can do; an empty object where the provider is gone. */
    public record Info(@JsonUnwrapped CallView call, Object capabilities, boolean success) {
    }

    /** A page of calls. */
    public record Page(List<CallView> data, int count, int offset, int total, boolean success) {

        static Page of(CallPage page) {
            List<CallView> calls = page.calls().stream().map(CallView::of).toList();
            return new Page(calls, calls.size(), page.offset(), page.total(), true);
        }
    }

    /** Calls that the caller may join. */
    public record Joinable(List<CallView> calls, boolean success) {
    }

    /** Those who are new to the call. */
    public record Added(List<CallView.PersonView> added, boolean success) {

        static Added of(List<Person.Member> members) {
            return new Added(members.stream().map(CallView.PersonView::of).toList(), true);
        }
    }

    /** The caller's devices as they are now. */
    public record State(String callId, DeviceFlags state, boolean success) {
    }

    /** All configured providers. */
    public record ProviderList(List<Item> data, boolean success) {

        public record Item(String key, String label) {
            static Item of(ConferenceProvider provider) {
                return new Item(provider.name(), provider.label());
            }
        }
    }

    /** The active provider. */
    public record ActiveProvider(String providerName, Capabilities capabilities, boolean success) {
    }

    /** The account of a user. */
    public record Account(@JsonProperty("_id") String id, String username, String name, List<String> roles) {

        static Account of(User user) {
            return new Account(user.id(), user.username(), user.name(), user.roles().stream().sorted().toList());
        }
    }

    /** The caller's own account. */
    public record Me(@JsonUnwrapped Account account, boolean success) {
    }

    /** A login. */
    public record LoggedIn(String status, Data data, boolean success) {

        public record Data(String userId, String authToken, Account me) {
        }

        static LoggedIn of(Session session) {
            return new LoggedIn("success",
                    new Data(session.user().id(), session.token(), Account.of(session.user())), true);
        }
    }

    /** The end of a login. */
    public record LoggedOut(String status, Message data, boolean success) {

        public record Message(String message) {
        }

        static final LoggedOut LOGGED_OUT = new LoggedOut("success", new Message("You've been logged out!"), true);
    }

    /** What this server is: the version of Rocket.Chat's API that it speaks, and its own. */
    public record ServerInfo(String version, Usher usher, boolean success) {

        public record Usher(String version) {
        }
    }
}
