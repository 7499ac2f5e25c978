package dev.usher.cluster;

import dev.usher.identity.Token;
import dev.usher.videochat.Invite;
import dev.usher.videochat.Invites;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Response;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The invites of all pods, on Redis, beside the calls to which they are. */
@Singleton
@Typed(RedisInvites.class)
public class RedisInvites implements Invites {

    private final RedisStore store;
    private final Script script = Script.named("invite");

    @Inject
    RedisInvites(RedisStore store) {
        this.store = store;
    }

    @Override
    public Uni<Void> add(Invite invite) {
        JsonObject json = new JsonObject().put("role", invite.role().name());
        if (invite.expiresAt() != null) {
            json.put("expires", invite.expiresAt().toEpochMilli());
        }
        if (invite.maxUses() != null) {
            json.put("maxUses", invite.maxUses());
        }
        return run(invite.callId(), "add", invite.hash(), json.encode(), String.valueOf(MAX_PER_CALL))
                .replaceWithVoid();
    }

    @Override
    public Uni<Redemption> look(String callId, String secret, String personId) {
        return run(callId, "look", Token.hash(secret), personId).map(RedisInvites::redemption);
    }

    @Override
    public Uni<Redemption> redeem(String callId, String secret, String personId) {
        return run(callId, "redeem", Token.hash(secret), personId).map(RedisInvites::redemption);
    }

    private static Redemption redemption(Response said) {
        return Redemption.valueOf(said.toString());
    }

    @Override
    public Uni<Void> reset(String callId) {
        return run(callId, "reset").replaceWithVoid();
    }

    private Uni<Response> run(String callId, String... arguments) {
        return store.run(script, Keys.invites(callId), arguments);
    }
}
