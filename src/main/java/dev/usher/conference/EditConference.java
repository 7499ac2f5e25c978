package dev.usher.conference;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.usher.call.Call;
import dev.usher.call.CallRegistry;
import dev.usher.call.Person;
import dev.usher.identity.CallAccess;
import dev.usher.identity.CallOwner;
import dev.usher.identity.NotAllowedException;
import dev.usher.identity.User;
import dev.usher.identity.Users;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Changes of a call by those who are in it. Fails with {@link dev.usher.call.CallException}. */
@Singleton
public class EditConference {

    @Inject
    CallAccess access;

    @Inject
    CallRegistry calls;

    @Inject
    Users users;

    /** Gives a call another title. Its creator and admins may; others get {@link NotAllowedException}. */
    public Uni<Call> rename(User by, String callId, String title) {
        return access.find(by, callId)
                .invoke(call -> CallOwner.require(by, call))
                .chain(() -> calls.rename(callId, title));
    }

    /**
     * Makes users members of a call, so that they may join whatever its room says. Unknown users are passed over.
     *
     * @param idsOrNames ids or usernames
     * @return those who are new to the call
     */
    public Uni<List<Person.Member>> addParticipants(User by, String callId, List<String> idsOrNames) {
        List<Person.Member> members = idsOrNames.stream()
                .flatMap(who -> Stream.of(users.byId(who), users.byUsername(who))
                        .flatMap(Optional::stream).limit(1))
                .map(User::person)
                .toList();
        return access.find(by, callId).chain(() -> calls.addMembers(callId, members));
    }
}
