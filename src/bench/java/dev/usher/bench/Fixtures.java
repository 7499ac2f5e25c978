package dev.usher.bench;

import java.time.Clock;
import java.util.Map;

import dev.usher.TestConfig;
import dev.usher.call.Call;
import dev.usher.call.CallConfig;
import dev.usher.call.InMemoryCallRegistry;
import dev.usher.call.Person;
import dev.usher.call.RegistryConfig;
import dev.usher.ratelimit.LimitKey;

/** What limiter and registry are filled with. */
final class Fixtures {

    private static final CallConfig TIMES = TestConfig.of(CallConfig.class, Map.of());
    private static final RegistryConfig BOUNDS = TestConfig.of(RegistryConfig.class,
            Map.of("usher.registry.max-participants-per-call", "2000000"));

    private Fixtures() {
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
        return new InMemoryCallRegistry(Clock.systemUTC(), TIMES, BOUNDS);
    }

    static Call call(InMemoryCallRegistry registry) {
        return call(registry, "room");
    }

    static Call call(InMemoryCallRegistry registry, String roomId) {
        return registry.add(Call.conference(roomId, "Title", new Person.Member("creator", "creator", "Creator"), true,
                "googlemeet", Clock.systemUTC().instant())).await().indefinitely();
    }

    /** 17 characters, as users' ids are. */
    private static String id(int number) {
        return "u%016d".formatted(number);
    }
}
