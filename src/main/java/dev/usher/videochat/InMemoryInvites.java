package dev.usher.videochat;

import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.usher.call.Call;
import dev.usher.call.CallListener;
import dev.usher.call.CallRegistry;
import dev.usher.call.Participant;
import dev.usher.identity.Token;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The invites of one process; a call has a bounded number of them, of which the oldest goes. */
@Singleton
@Typed(InMemoryInvites.class)
public class InMemoryInvites implements Invites, CallListener {

    private final Clock clock;
    private final Map<String, OfCall> byCall = new ConcurrentHashMap<>();

    private record Used(Invite invite, Set<String> by) {
    }

    private static final class OfCall extends LinkedHashMap<String, Used> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Used> eldest) {
            return size() > MAX_PER_CALL;
        }
    }

    @Inject
    InMemoryInvites(Clock clock, CallRegistry calls) {
        this.clock = clock;
        calls.listen(this);
    }

    @Override
    public Uni<Void> add(Invite invite) {
        return Uni.createFrom().voidItem().invoke(() -> byCall.compute(invite.callId(), (id, known) -> {
            OfCall invites = known == null ? new OfCall() : known;
            synchronized (invites) {
                invites.put(invite.hash(), new Used(invite, new HashSet<>()));
            }
            return invites;
        }));
    }

    @Override
    public Uni<Redemption> look(String callId, String secret, String personId) {
        return redeem(callId, secret, personId, false);
    }

    @Override
    public Uni<Redemption> redeem(String callId, String secret, String personId) {
        return redeem(callId, secret, personId, true);
    }

    private Uni<Redemption> redeem(String callId, String secret, String personId, boolean use) {
        return Uni.createFrom().item(() -> {
            OfCall invites = byCall.get(callId);
            if (invites == null) {
                return Redemption.INVALID;
            }
            synchronized (invites) {
                Used used = invites.get(Token.hash(secret));
                return used == null ? Redemption.INVALID : redeem(used, personId, use);
            }
        });
    }

    private Redemption redeem(Used used, String personId, boolean use) {
        Invite invite = used.invite;
        if (invite.expiresAt() != null && !invite.expiresAt().isAfter(clock.instant())) {
            return Redemption.EXPIRED;
        }
        if (invite.maxUses() != null && !used.by.contains(personId)) {
            if (used.by.size() >= invite.maxUses()) {
                return Redemption.EXPIRED;
            }
            if (use) {
                used.by.add(personId);
            }
        }
        return invite.role() == Invite.Role.SPEAKER ? Redemption.SPEAKER : Redemption.LISTENER;
    }

    @Override
    public Uni<Void> reset(String callId) {
        return Uni.createFrom().voidItem().invoke(() -> byCall.remove(callId));
    }

    @Override
    public void participantChanged(Call call, Participant before, Participant now) {
        // invites do not depend on who is there
    }

    @Override
    public void ended(Call call) {
        byCall.remove(call.id());
    }
}
