package dev.usher.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryRateLimiterTest {

    private static final Limit JOIN = new Limit("join", 2, Duration.ofMillis(5000));
    private static final LimitKey JANE = LimitKey.user("jane");

    /** Starts where a difference of two times could overflow. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final InMemoryRateLimiter limiter = new InMemoryRateLimiter(1000, nanos::get);

    private void advance(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    private boolean accepts(LimitKey key) {
        return limiter.decide(JOIN, key).accepted();
    }

    @Test
    void acceptsTwoAndThenSaysHowLongToWait() {
        assertThat(limiter.decide(JOIN, JANE)).isEqualTo(new Decision(true, 2, 1, 5000));
        advance(1000);
        assertThat(limiter.decide(JOIN, JANE)).isEqualTo(new Decision(true, 2, 0, 4000));
        advance(500);
        assertThat(limiter.decide(JOIN, JANE)).isEqualTo(new Decision(false, 2, 0, 3500));
        assertThat(limiter.decide(JOIN, JANE).resetSeconds()).isEqualTo(4);
        advance(3500);
        assertThat(limiter.decide(JOIN, JANE)).isEqualTo(new Decision(true, 2, 0, 1000));
    }

    @Test
    void refusedRequestsDoNotCount() {
        accepts(JANE);
        accepts(JANE);
        for (int i = 0; i < 49; i++) {
            advance(100);
            assertThat(accepts(JANE)).isFalse();
        }
        advance(100);
        assertThat(accepts(JANE)).isTrue();
        assertThat(accepts(JANE)).isTrue();
    }

    @Test
    void noWindowWhereverItBeginsHasMoreThanTheLimit() {
        Random random = new Random(42);
        Limit limit = new Limit("info", 15, Duration.ofMillis(3000));
        List<Long> accepted = new ArrayList<>();
        long time = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            long step = random.nextInt(300);
            time += step;
            advance(step);
            if (limiter.decide(limit, JANE).accepted()) {
                accepted.add(time);
            } else {
                refused++;
                assertThat(accepted.get(accepted.size() - 15)).isGreaterThan(time - 3000);
            }
        }
        for (int i = 15; i < accepted.size(); i++) {
            assertThat(accepted.get(i) - accepted.get(i - 15)).isGreaterThanOrEqualTo(3000);
        }
        assertThat(refused).isPositive();
    }

    @Test
    void keysAndEndpointsAreCountedApart() {
        accepts(JANE);
        accepts(JANE);
        assertThat(accepts(JANE)).isFalse();
        assertThat(accepts(LimitKey.user("john"))).isTrue();
        assertThat(accepts(LimitKey.address("jane"))).isTrue();
        assertThat(limiter.decide(new Limit("other", 2, Duration.ofSeconds(5)), JANE).accepted()).isTrue();
    }

    @Test
    void aReleasedRequestHasNotCounted() {
        accepts(JANE);
        accepts(JANE);
        limiter.release(JOIN, JANE).await().indefinitely();
        assertThat(accepts(JANE)).isTrue();
        assertThat(accepts(JANE)).isFalse();
    }

    @Test
    void amongParallelRequestsExactlyTwoAreAccepted() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (int round = 0; round < 200; round++) {
                LimitKey key = LimitKey.user("user" + round);
                List<Callable<Boolean>> requests = IntStream.range(0, 50)
                        .<Callable<Boolean>>mapToObj(i -> () -> accepts(key)).toList();
                int accepted = 0;
                for (Future<Boolean> request : threads.invokeAll(requests)) {
                    accepted += request.get() ? 1 : 0;
                }
                assertThat(accepted).isEqualTo(2);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aMillionAddressesDoNotGrowItBeyondItsBound() {
        for (int i = 0; i < 1_000_000; i++) {
            if (i % 100 == 0) {
                advance(1);
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
        advance(5000);
        assertThat(accepts(LimitKey.address("newcomer"))).isTrue();
    }

    @Test
    void spentKeysAreForgottenWithoutNewRequests() {
        for (int i = 0; i < 500; i++) {
            accepts(LimitKey.address("address" + i));
        }
        advance(5000);
        accepts(JANE);
        limiter.sweep();
        assertThat(limiter.size()).isEqualTo(1);
    }
}
