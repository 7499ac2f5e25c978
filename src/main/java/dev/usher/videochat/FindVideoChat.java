package dev.usher.videochat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.usher.call.Call;
import dev.usher.call.CallPage;
import dev.usher.call.CallRegistry;
import dev.usher.call.Participant;
import dev.usher.call.Person;
import dev.usher.identity.Caller;
import dev.usher.identity.Identities;
import dev.usher.identity.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Looks at video chats. Fails with {@link dev.usher.call.CallException}. */
@Singleton
public class FindVideoChat {

    @Inject
    VideoChatAccess access;

    @Inject
    CallRegistry calls;

    @Inject
    Identities identities;

    public Uni<Call> find(Caller caller, String id) {
        return access.find(caller, id);
    }

    /**
     * The call, if the caller may see it or has this invite to it, which is not used up by that.
     *
     * @param invite the secret of an invite; null for none
     * @return the call. Fails with {@link VideoChatException} INVITE_EXPIRED for one who had an invite
     */
    public Uni<Call> find(Caller caller, String id, String invite) {
        return access.find(caller, id, invite);
    }

    /** The call with those who are present, in the order in which they came. */
    public Uni<CallPage.Entry> participants(Caller caller, String id) {
        return access.find(caller, id).chain(() -> calls.withParticipants(id))
                .map(entry -> new CallPage.Entry(entry.call(),
                        entry.participants().stream().filter(Participant::isPresent).toList()));
    }

    /**
     * Which of these SSRCs are still connected. Fails with {@link VideoChatException} NOT_JOINED for a caller who is
     * not in the call.
     */
    public Uni<Set<Integer>> connected(Caller caller, String id, Set<Integer> sources) {
        return access.find(caller, id)
                .chain(() -> access.requirePresent(caller, id))
                .chain(() -> calls.owners(id, sources))
                .map(owners -> Set.copyOf(owners.keySet()));
    }

    /** As whom the user may join: first as oneself, then on behalf of chats. */
    public Uni<List<Person>> identities(User user, String id) {
        return access.find(user, id).chain(() -> identities.chatsOf(user)).map(chats -> {
            List<Person> all = new ArrayList<>();
            all.add(user.person());
            all.addAll(chats);
            return all;
        });
    }
}
