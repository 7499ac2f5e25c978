package dev.usher.ratelimit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;

/** What every {@link RateLimiter} does. Who extends it says how to make one and how to move its time. */
public abstract class RateLimiterContract {

    protected static final Limit JOIN = new Limit("join", 2, Duration.ofMillis(5000));
    protected static final LimitKey JANE = LimitKey.user("jane");

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** The limiter of the test: the same at every call, and one that has counted nothing at the first. */
    protected abstract RateLimiter limiter();

    /** Moves the limiter's time forward. */
    protected abstract void advance(Duration by);

    /**
     * How far the limiter's time may go on by itself during a test: zero for one that stands still. Some hundred
     * milliseconds at the most, as what is tested lasts for seconds.
     */
    protected abstract Duration tolerance();

    private void advance(long millis) {
        advance(Duration.ofMillis(millis));
    }

    protected static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }

    private Decision acquire(LimitKey key) {
        return await(limiter().acquire(JOIN, key));
    }

    protected final boolean accepts(LimitKey key) {
        return acquire(key).accepted();
    }

    private void release(LimitKey key) {
        await(limiter().release(JOIN, key));
    }

    /** That the decision is that one, or says to wait less by as much as time went on by itself. */
    private void assertDecision(Decision actual, Decision expected) {
        assertThat(actual.resetMillis())
                .isBetween(expected.resetMillis() - tolerance().toMillis(), expected.resetMillis());
        assertThat(actual).isEqualTo(new Decision(expected.accepted(), expected.limit(), expected.remaining(),
                actual.resetMillis()));
    }

    @Test
    void acceptsTwoAndThenSaysHowLongToWait() {
        assertDecision(acquire(JANE), new Decision(true, 2, 1, 5000));
        advance(1000);
        assertDecision(acquire(JANE), new Decision(true, 2, 0, 4000));
        advance(500);
        assertDecision(acquire(JANE), new Decision(false, 2, 0, 3500));
        long wait = acquire(JANE).resetSeconds();
        assertThat(wait).isBetween(tolerance().isZero() ? 4L : 3L, 4L);
        advance(3500);
        assertDecision(acquire(JANE), new Decision(true, 2, 0, 1000));
    }

    @Test
    void whoWaitsAsLongAsTheyWereToldIsAccepted() {
        accepts(JANE);
        advance(700);
        accepts(JANE);
        for (int i = 0; i < 10; i++) {
            Decision refused = acquire(JANE);
            assertThat(refused.accepted()).isFalse();
            advance(refused.resetMillis());
            assertThat(accepts(JANE)).isTrue();
        }
    }

    @Test
    void refusedRequestsDoNotCount() {
        accepts(JANE);
        accepts(JANE);
        for (int i = 0; i < 49; i++) {
            advance(80);
            assertThat(accepts(JANE)).isFalse();
        }
        advance(5000 - 49 * 80);
        assertThat(accepts(JANE)).isTrue();
        assertThat(accepts(JANE)).isTrue();
        assertThat(accepts(JANE)).isFalse();
    }

    @Test
    void noWindowWhereverItBeginsHasMoreThanTheLimit() {
        Random random = new Random(42);
        Limit limit = new Limit("info", 15, Duration.ofMillis(3000));
        Stopwatch time = new Stopwatch();
        List<Moment> accepted = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < (tolerance().isZero() ? 20_000 : 4000); i++) {
            time.advance(random.nextInt(300));
            long before = time.millis();
            Decision decision = await(limiter().acquire(limit, JANE));
            Moment moment = new Moment(before, time.millis());
            if (decision.accepted()) {
                accepted.add(moment);
                assertThat(decision.remaining()).isBetween(
                        15 - inWindow(accepted, earlier -> moment.earliest - earlier.latest <= 3000),
                        15 - inWindow(accepted, earlier -> moment.latest - earlier.earliest < 2999));
            } else {
                refused++;
                assertThat(accepted.get(accepted.size() - 15).latest).isGreaterThanOrEqualTo(moment.earliest - 3000);
            }
        }
        for (int i = 15; i < accepted.size(); i++) {
            assertThat(accepted.get(i).latest - accepted.get(i - 15).earliest).isGreaterThanOrEqualTo(3000);
        }
        assertThat(refused).isPositive();
    }

    /** How many of the latest 15 the window has. */
    private static int inWindow(List<Moment> accepted, Predicate<Moment> window) {
        List<Moment> latest = accepted.subList(Math.max(0, accepted.size() - 15), accepted.size());
        return (int) latest.stream().filter(window).count();
    }

    /** Between when and when a request was decided about. */
    private record Moment(long earliest, long latest) {
    }

    /** The limiter's time since the beginning, to the millisecond. */
    private final class Stopwatch {
        private final long began = System.nanoTime();
        private long advanced;

        void advance(long millis) {
            RateLimiterContract.this.advance(millis);
            advanced += millis;
        }

        long millis() {
            return advanced + (tolerance().isZero() ? 0 : (System.nanoTime() - began) / 1_000_000);
        }
    }

    @Test
    void keysAndEndpointsAreCountedApart() {
        accepts(JANE);
        accepts(JANE);
        assertThat(accepts(JANE)).isFalse();
        assertThat(accepts(LimitKey.user("john"))).isTrue();
        assertThat(accepts(LimitKey.address("jane"))).isTrue();
        Limit other = new Limit("other", 2, Duration.ofSeconds(5));
        assertThat(await(limiter().acquire(other, JANE)).accepted()).isTrue();
    }

    @Test
    void keysMayBeAnyText() {
        List<String> texts = List.of("", " ", ":", "a:b", "{a}", "{}", "\u0000\n\"'\\", "\uD83D\uDE80", "*",
                "2001:db8::/64", "x".repeat(5000));
        for (String text : texts) {
            for (LimitKey key : List.of(LimitKey.user(text), LimitKey.address(text))) {
                assertThat(accepts(key)).isTrue();
                assertThat(accepts(key)).isTrue();
                assertThat(accepts(key)).isFalse();
            }
        }
        Limit one = new Limit("a", 1, Duration.ofSeconds(5));
        Limit longer = new Limit("a:b", 1, Duration.ofSeconds(5));
        assertThat(await(limiter().acquire(one, LimitKey.user("b:c"))).accepted()).isTrue();
        assertThat(await(limiter().acquire(longer, LimitKey.user("c"))).accepted()).isTrue();
    }

    @Test
    void aReleasedRequestHasNotCounted() {
        accepts(JANE);
        accepts(JANE);
        release(JANE);
        assertThat(accepts(JANE)).isTrue();
        assertThat(accepts(JANE)).isFalse();
    }

    @Test
    void theLatestRequestIsReleasedAndNotTheOldest() {
        accepts(JANE);
        advance(2000);
        accepts(JANE);
        release(JANE);
        advance(2000);
        assertDecision(acquire(JANE), new Decision(true, 2, 0, 1000));
        advance(1000);
        assertThat(accepts(JANE)).isTrue();
        assertThat(accepts(JANE)).isFalse();
    }

    @Test
    void requestsAreReleasedOneByOneUntilNoneIsLeft() {
        release(JANE);
        accepts(JANE);
        accepts(JANE);
        release(JANE);
        release(JANE);
        release(JANE);
        assertThat(acquire(JANE).remaining()).isEqualTo(1);
        assertThat(accepts(JANE)).isTrue();
        assertThat(accepts(JANE)).isFalse();
    }

    @Test
    void whatIsReleasedIsOnlyOnesOwn() {
        LimitKey john = LimitKey.user("john");
        for (LimitKey key : List.of(JANE, john)) {
            accepts(key);
            accepts(key);
        }
        release(john);
        assertThat(accepts(JANE)).isFalse();
        assertThat(accepts(john)).isTrue();
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
}
