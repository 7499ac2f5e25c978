package dev.usher.ratelimit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryRateLimiterTest extends RateLimiterContract {

    /** Starts where a difference of two times could overflow. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final InMemoryRateLimiter limiter = new InMemoryRateLimiter(1000, nanos::get);

    @Override
    protected RateLimiter limiter() {
        return limiter;
    }

    @Override
    protected void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    protected Duration tolerance() {
        return Duration.ZERO;
    }

    @Test
    void decidesAtOnce() {
        assertThat(limiter.decide(JOIN, JANE)).isEqualTo(new Decision(true, 2, 1, 5000));
        advance(Duration.ofSeconds(1));
        assertThat(limiter.decide(JOIN, JANE)).isEqualTo(new Decision(true, 2, 0, 4000));
        assertThat(limiter.decide(JOIN, JANE)).isEqualTo(new Decision(false, 2, 0, 4000));
    }

    @Test
    void aMillionAddressesDoNotGrowItBeyondItsBound() {
        for (int i = 0; i < 1_000_000; i++) {
            if (i % 100 == 0) {
                advance(Duration.ofMillis(1));
            }
            limiter.decide(JOIN, LimitKey.address("address" + i));
            assertThat(limiter.size()).isLessThanOrEqualTo(1000);
        }
    }

    @Test
    void atItsBoundItRefusesNewAddressesForgetsNobodyWhoCountsAndStillServesUsers() {
        accepts(LimitKey.address("first"));
        accepts(LimitKey.address("first"));
        for (int i = 0; i < 2000; i++) {
            accepts(LimitKey.address("address" + i));
        }
        assertThat(accepts(LimitKey.address("newcomer"))).isFalse();
        assertThat(accepts(LimitKey.address("first"))).isFalse();
        assertThat(accepts(JANE)).isTrue();
        advance(Duration.ofSeconds(5));
        assertThat(accepts(LimitKey.address("newcomer"))).isTrue();
    }

    @Test
    void spentKeysAreForgottenWithoutNewRequests() {
        for (int i = 0; i < 500; i++) {
            accepts(LimitKey.address("address" + i));
        }
        advance(Duration.ofSeconds(5));
        accepts(JANE);
        limiter.sweep();
        assertThat(limiter.size()).isEqualTo(1);
    }
}
