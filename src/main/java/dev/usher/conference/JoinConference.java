package dev.usher.conference;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallException.Reason;
import dev.usher.call.CallRegistry;
import dev.usher.call.Devices;
import dev.usher.call.Person;
import dev.usher.identity.CallAccess;
import dev.usher.identity.Caller;
import dev.usher.provider.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Lets people into calls. */
@Singleton
public class JoinConference {

    @Inject
    CallAccess access;

    @Inject
    CallRegistry calls;

    @Inject
    Providers providers;

    @Inject
    JoinMetrics metrics;

    /** The call as it is with the newcomer in it, and the URL that takes only them to it. */
    public record Admission(Call call, String url) {
    }

    /**
     * Joins a call, or joins it again with other devices. Nobody is in a call whose provider gave no URL.
     *
     * @param name what a guest wants to be called; null for nothing
     * @return fails with {@link CallException} or {@link dev.usher.provider.ProviderException}
     */
    public Uni<Admission> join(Caller caller, String callId, String name, Devices devices) {
        Person person = caller.person(name);
        JoinMetrics.Measurement measurement = metrics.begin();
        return access.find(caller, callId)
                .invoke(JoinConference::requireConference)
                .invoke(measurement::at)
                .invoke(JoinConference::requireOpen)
                .flatMap(call -> providers.named(call.providerName()).join(call, person, devices))
                .flatMap(url -> calls.join(callId, person, devices).map(call -> new Admission(call, url)))
                .onItemOrFailure().invoke(measurement::end);
    }

    private static void requireConference(Call call) {
        if (call.isVideoChat()) {
            throw new CallException(Reason.NOT_A_CONFERENCE);
        }
    }

    private static void requireOpen(Call call) {
        if (call.isOver()) {
            throw new CallException(Reason.CALL_OVER);
        }
    }
}
