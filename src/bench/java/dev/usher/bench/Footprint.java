package dev.usher.bench;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

import dev.usher.TestConfig;
import dev.usher.call.Call;
import dev.usher.call.CallConfig;
import dev.usher.call.Devices;
import dev.usher.call.InMemoryCallRegistry;
import dev.usher.call.Person;
import dev.usher.call.RegistryConfig;
import dev.usher.ratelimit.InMemoryRateLimiter;
import dev.usher.ratelimit.Limit;
import dev.usher.ratelimit.LimitKey;

/** How many bytes of heap a key of the limiter and a participant of the registry take, keys and names included. */
final class Footprint {

    private static final int MANY = 1_000_000;
    private static final Limit JOIN = new Limit("join", 2, Duration.ofHours(1));

    private Footprint() {
    }

    static void print() {
        System.out.printf("%-44s %8.0f bytes%n", "limiter, per key (" + MANY + " keys)", bytesEach(() -> {
            InMemoryRateLimiter limiter = new InMemoryRateLimiter(2 * MANY, System::nanoTime);
            for (LimitKey user : users(MANY)) {
                limiter.decide(JOIN, user);
            }
            return limiter;
        }));
        System.out.printf("%-44s %8.0f bytes%n", "registry, per participant (" + MANY + " in one call)",
                bytesEach(() -> {
                    InMemoryCallRegistry registry = registry();
                    String callId = call(registry).id();
                    for (Person person : people(MANY)) {
                        registry.join(callId, person, Devices.of(true, false)).await().indefinitely();
                    }
                    return registry;
                }));
    }

    private static double bytesEach(Supplier<Object> filled) {
        long before = usedHeap();
        Object held = filled.get();
        double each = (usedHeap() - before) / (double) MANY;
        if (held.hashCode() == 0) {
            System.out.print("");
        }
        return each;
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    static LimitKey[] users(int count) {
        LimitKey[] users = new LimitKey[count];
        for (int i = 0; i < count; i++) {
            users[i] = LimitKey.user(id(i));
        }
        return users;
    }

    static Person[] people(int count) {
        Person[] people = new Person[count];
        for (int i = 0; i < count; i++) {
            people[i] = new Person.Member(id(i), "user" + i, "User Number " + i);
        }
        return people;
    }

    static InMemoryCallRegistry registry() {
        return new InMemoryCallRegistry(Clock.systemUTC(), TestConfig.of(CallConfig.class, Map.of()),
                TestConfig.of(RegistryConfig.class, Map.of("usher.registry.max-participants-per-call", "2000000")));
    }

    static Call call(InMemoryCallRegistry registry) {
        return registry.add(Call.conference("room", "Title", new Person.Member("creator", "creator", "Creator"), true,
                "googlemeet", Clock.systemUTC().instant())).await().indefinitely();
    }

    /** 17 characters, as users' ids are. */
    private static String id(int number) {
        return "u%016d".formatted(number);
    }
}
