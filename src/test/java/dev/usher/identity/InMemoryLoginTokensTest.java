package dev.usher.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import dev.usher.TestConfig;
import dev.usher.call.MutableClock;

class InMemoryLoginTokensTest extends LoginTokensContract {

    private final MutableClock clock = new MutableClock();

    @Override
    protected LoginTokens tokens(int maxTokens) {
        return new InMemoryLoginTokens(clock, TestConfig.of(IdentityConfig.class,
                Map.of("usher.identity.max-tokens", String.valueOf(maxTokens))));
    }

    @Override
    protected Instant now() {
        return clock.instant();
    }

    @Override
    protected void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    protected Duration tolerance() {
        return Duration.ZERO;
    }
}
