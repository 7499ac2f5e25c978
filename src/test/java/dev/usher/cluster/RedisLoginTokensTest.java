package dev.usher.cluster;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.extension.RegisterExtension;

import dev.usher.identity.LoginTokens;
import dev.usher.identity.LoginTokensContract;

/** The logins of several pods, on a real Redis. */
class RedisLoginTokensTest extends LoginTokensContract {

    @RegisterExtension
    static final TestStore STORE = new TestStore();

    @Override
    protected LoginTokens tokens(int maxTokens) {
        STORE.clear();
        return STORE.tokens(maxTokens);
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
