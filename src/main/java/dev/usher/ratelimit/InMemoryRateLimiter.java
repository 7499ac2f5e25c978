package dev.usher.ratelimit;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import dev.usher.ratelimit.LimitKey.Kind;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The limiter of one process. Its memory is bounded: when as many users or as many addresses are counted as the
 * configuration allows, a further one is refused until another's requests have left their window, since forgetting
 * one that still counts would let it exceed its limit.
 */
@Singleton
@Typed(InMemoryRateLimiter.class)
public class InMemoryRateLimiter implements RateLimiter {

    private final LongSupplier nanoTime;
    private final Map<Kind, Counters> counters;

    @Inject
    public InMemoryRateLimiter(RateLimitConfig config) {
        this(config.maxKeys(), System::nanoTime);
    }

    public InMemoryRateLimiter(int maxKeys, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.counters = Map.of(Kind.USER, new Counters(maxKeys), Kind.ADDRESS, new Counters(maxKeys));
    }

    @Override
    public Uni<Decision> acquire(Limit limit, LimitKey key) {
        return Uni.createFrom().item(() -> decide(limit, key));
    }

    /** {@link #acquire} at once. */
    public Decision decide(Limit limit, LimitKey key) {
        return counters.get(key.kind()).acquire(limit, key.value());
    }

    @Override
    public Uni<Void> release(Limit limit, LimitKey key) {
        return Uni.createFrom().voidItem().invoke(() -> counters.get(key.kind()).release(limit, key.value()));
    }

    /** How many keys are counted. */
    public int size() {
        return counters.values().stream().mapToInt(kind -> kind.size.get()).sum();
    }

    /** Forgets every key whose requests have left their window. */
    void sweep() {
        counters.values().forEach(kind -> kind.endpoints.values().forEach(Endpoint::sweepAll));
    }

    /** The counted requests of all users, or of all addresses. */
    private final class Counters {
        private final int max;
        private final AtomicInteger size = new AtomicInteger();
        private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

        Counters(int max) {
            this.max = max;
        }

        Decision acquire(Limit limit, String key) {
            Endpoint endpoint = endpoint(limit);
            while (true) {
                SlidingLog log = endpoint.logs.get(key);
                if (log == null) {
                    log = endpoint.insert(key);
                }
                if (log == null) {
                    return new Decision(false, limit.requests(), 0, limit.window().toMillis());
                }
                synchronized (log) {
                    if (!log.isDiscarded()) {
                        return log.acquire(nanoTime.getAsLong());
                    }
                }
            }
        }

        void release(Limit limit, String key) {
            SlidingLog log = endpoint(limit).logs.get(key);
            if (log != null) {
                synchronized (log) {
                    log.release(nanoTime.getAsLong());
                }
            }
        }

        private Endpoint endpoint(Limit limit) {
            Endpoint endpoint = endpoints.get(limit.endpoint());
            return endpoint != null ? endpoint
                    : endpoints.computeIfAbsent(limit.endpoint(), name -> new Endpoint(limit, this));
        }
    }

    /** The counted requests to one endpoint, by key. */
    private final class Endpoint {
        /** How many old keys are looked at for each new one: more than one, so that the spent ones become fewer. */
        private static final int SWEPT_PER_INSERT = 4;

        private final Limit limit;
        private final long windowNanos;
        private final Counters counters;
        private final Map<String, SlidingLog> logs = new ConcurrentHashMap<>();
        private Iterator<Map.Entry<String, SlidingLog>> sweeper = logs.entrySet().iterator();

        Endpoint(Limit limit, Counters counters) {
            this.limit = limit;
            this.windowNanos = limit.window().toNanos();
            this.counters = counters;
        }

        /** The log of the key, a new one if need be; null where there is no room for a new one. */
        SlidingLog insert(String key) {
            sweepSome();
            if (counters.size.incrementAndGet() > counters.max) {
                counters.size.decrementAndGet();
                return null;
            }
            SlidingLog log = new SlidingLog(limit.requests(), windowNanos, nanoTime.getAsLong());
            SlidingLog before = logs.putIfAbsent(key, log);
            if (before != null) {
                counters.size.decrementAndGet();
                return before;
            }
            return log;
        }

        /** Looks at a few keys, going on where it stopped, and forgets those that are spent. */
        private synchronized void sweepSome() {
            if (!sweeper.hasNext()) {
                sweeper = logs.entrySet().iterator();
            }
            for (int i = 0; i < SWEPT_PER_INSERT && sweeper.hasNext(); i++) {
                forgetIfSpent(sweeper.next());
            }
        }

        void sweepAll() {
            logs.entrySet().forEach(this::forgetIfSpent);
        }

        private void forgetIfSpent(Map.Entry<String, SlidingLog> entry) {
            SlidingLog log = entry.getValue();
            synchronized (log) {
                if (!log.isDiscarded() && log.isSpent(nanoTime.getAsLong())) {
                    log.discard();
                    logs.remove(entry.getKey(), log);
                    counters.size.decrementAndGet();
                }
            }
        }
    }
}
