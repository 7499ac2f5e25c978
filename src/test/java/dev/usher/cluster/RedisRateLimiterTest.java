package dev.usher.cluster;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.usher.ratelimit.RateLimiter;
import dev.usher.ratelimit.RateLimiterContract;

import static org.assertj.core.api.Assertions.assertThat;

/** The limiter of several pods, on a real Redis. */
class RedisRateLimiterTest extends RateLimiterContract {

    @RegisterExtension
    static final TestStore STORE = new TestStore();

    private RedisRateLimiter limiter;

    @Override
    protected RateLimiter limiter() {
        if (limiter == null) {
            limiter = STORE.limiter();
        }
        return limiter;
    }

    @Override
    protected void advance(Duration by) {
        STORE.server.advance(by);
    }

    @Override
    protected Duration tolerance() {
        return TestStore.TOLERANCE;
    }

    @Test
    void nothingIsLeftOfRequestsThatHaveLeftTheirWindow() {
        accepts(JANE);
        assertThat(STORE.server.cli("DBSIZE").strip()).isEqualTo("1");
        advance(Duration.ofMillis(5001));
        assertThat(STORE.server.cli("EXISTS", Keys.limit("join", "user", "jane")).strip()).isEqualTo("0");
    }
}
