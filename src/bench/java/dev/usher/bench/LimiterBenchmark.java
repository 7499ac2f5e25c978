package dev.usher.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.usher.ratelimit.Decision;
import dev.usher.ratelimit.InMemoryRateLimiter;
import dev.usher.ratelimit.Limit;
import dev.usher.ratelimit.LimitKey;

/** What one refusal of the limiter costs, among so many keys. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimiterBenchmark {

    private static final int MAX_KEYS = 2_000_000;
    private static final Limit REFUSING = new Limit("refusing", 2, Duration.ofHours(24));

    @Param({ "1", "1000", "1000000" })
    int keys;

    private InMemoryRateLimiter limiter;
    private final Map<String, Object> plain = new ConcurrentHashMap<>();
    private LimitKey[] users;
    private int next;

    @Setup
    public void fill() {
        limiter = new InMemoryRateLimiter(MAX_KEYS, () -> 0);
        users = Fixtures.users(keys);
        for (LimitKey user : users) {
            plain.put(user.value(), new long[2]);
            limiter.decide(REFUSING, user);
            limiter.decide(REFUSING, user);
        }
    }

    private LimitKey user() {
        next = next + 7919;
        return users[Math.floorMod(next, users.length)];
    }

    /** The yardstick: what the memory of so many keys costs by itself. */
    @Benchmark
    public Object plainMap() {
        return plain.get(user().value());
    }

    @Benchmark
    public Decision refused() {
        return limiter.decide(REFUSING, user());
    }
}
