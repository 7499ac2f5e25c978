package dev.usher.videochat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallListener;
import dev.usher.call.CallRegistry;
import dev.usher.call.Participant;
import dev.usher.media.MediaServer;
import dev.usher.videochat.Subscriptions.Owner;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Who receives by a subscription that this process has made at the media server. It ends when they leave. */
@Singleton
class Receivers implements CallListener {

    private final CallRegistry calls;
    private final MediaServer media;
    private final ConnectionHolders holders;
    /** Where subscriptions are closed: not in the request of who leaves. */
    private final Context context;
    private final Map<Owner, String> subscriptions = new ConcurrentHashMap<>();
    private final Set<String> followed = ConcurrentHashMap.newKeySet();

    @Inject
    Receivers(CallRegistry calls, MediaServer media, ConnectionHolders holders, Vertx vertx) {
        this.calls = calls;
        this.media = media;
        this.holders = holders;
        this.context = VertxContext.getRootContext(vertx.getDelegate().getOrCreateContext());
        calls.listen(this);
    }

    /** The owner is about to receive by that subscription. */
    void add(Owner owner, String subscriptionId) {
        followed.add(owner.callId());
        subscriptions.put(owner, subscriptionId);
    }

    /** Closes a subscription, whichever process holds it, some time. */
    void close(String subscriptionId) {
        context.runOnContext(now -> {
            media.disconnect(subscriptionId).subscribe().with(done -> { }, failed -> { });
            holders.close(subscriptionId);
        });
    }

    @Override
    public boolean follows(String callId) {
        return followed.contains(callId);
    }

    @Override
    public void participantChanged(Call call, Participant before, Participant now) {
        if (before != null && before.isPresent() && !now.isPresent()) {
            remove(new Owner(call.id(), now.person().id()));
        }
    }

    private void remove(Owner owner) {
        String subscription = subscriptions.remove(owner);
        if (subscription != null) {
            close(subscription);
        }
    }

    @Override
    public void missed() {
        subscriptions.keySet().forEach(owner -> calls.participant(owner.callId(), owner.personId())
                .onFailure(CallException.class).recoverWithItem(Optional.empty())
                .subscribe().with(participant -> {
                    if (participant.filter(Participant::isPresent).isEmpty()) {
                        remove(owner);
                    }
                }, failed -> { }));
    }

    @Override
    public void ended(Call call) {
        followed.remove(call.id());
    }
}
