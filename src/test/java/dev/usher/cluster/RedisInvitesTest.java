package dev.usher.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.extension.RegisterExtension;

import dev.usher.call.CallRegistry;
import dev.usher.videochat.Invites;
import dev.usher.videochat.InvitesContract;

/** The invites of several pods, on a real Redis. */
class RedisInvitesTest extends InvitesContract {

    @RegisterExtension
    static final TestStore STORE = new TestStore();

    private CallRegistry calls;

    @Override
    protected Invites invites() {
        return new RedisInvites(STORE.store());
    }

    @Override
    protected CallRegistry calls() {
        if (calls == null) {
            calls = STORE.registry(Map.of());
        }
        return calls;
    }

    @Override
    protected Instant now() {
        return STORE.server.now();
    }

    @Override
    protected void advance(Duration by) {
        STORE.server.advance(by);
    }

    @Override
    protected Duration tolerance() {
        return TestStore.TOLERANCE;
    }
}
