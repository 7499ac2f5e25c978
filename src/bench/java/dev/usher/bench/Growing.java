package dev.usher.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.usher.call.Devices;
import dev.usher.call.InMemoryCallRegistry;
import dev.usher.call.Person;
import dev.usher.ratelimit.Decision;
import dev.usher.ratelimit.InMemoryRateLimiter;
import dev.usher.ratelimit.Limit;
import dev.usher.ratelimit.LimitKey;

/** What grows, what is done to it at each size, and the same done to a plain map of that size. */
enum Growing {

    /** One leaves the call and joins it again, and nobody else does. */
    PARTICIPANTS("participants of one call", "leave and join", 1_000_000) {
        @Override
        Content filled(int size) {
            InMemoryCallRegistry registry = Fixtures.registry();
            String callId = Fixtures.call(registry).id();
            Person[] people = Fixtures.people(size);
            for (Person person : people) {
                registry.join(callId, person, DEVICES).await().indefinitely();
            }
            return new Content(registry, i -> leaveAndJoin(registry, callId, people[i]));
        }

        @Override
        Content plainMap(int size) {
            return people(new LinkedHashMap<>(), size);
        }
    },

    /** The one participant of a call leaves it and joins it again. Each call has a room of its own. */
    CALLS("calls of one participant", "leave and join", 100_000) {
        @Override
        Content filled(int size) {
            InMemoryCallRegistry registry = Fixtures.registry();
            Person[] people = Fixtures.people(size);
            String[] callIds = new String[size];
            for (int i = 0; i < size; i++) {
                callIds[i] = Fixtures.call(registry, "room" + i).id();
                registry.join(callIds[i], people[i], DEVICES).await().indefinitely();
            }
            return new Content(registry, i -> leaveAndJoin(registry, callIds[i], people[i]));
        }

        @Override
        Content plainMap(int size) {
            return people(new ConcurrentHashMap<>(), size);
        }
    },

    /** A key makes a request when its earlier ones have left the window. */
    KEYS("keys of the limiter", "accepted request", 1_000_000) {
        @Override
        Content filled(int size) {
            long[] time = { 0 };
            InMemoryRateLimiter limiter = new InMemoryRateLimiter(2_000_000, () -> time[0]);
            LimitKey[] users = Fixtures.users(size);
            for (LimitKey user : users) {
                limiter.decide(JOIN, user);
            }
            return new Content(limiter, i -> {
                time[0] += JOIN.window().toNanos();
                requireAccepted(limiter.decide(JOIN, users[i]));
            });
        }

        @Override
        Content plainMap(int size) {
            Map<String, long[]> plain = new ConcurrentHashMap<>();
            LimitKey[] users = Fixtures.users(size);
            for (LimitKey user : users) {
                plain.put(user.value(), new long[2]);
            }
            return new Content(plain, i -> plain.get(users[i].value())[0]++);
        }
    };

    private static final Devices DEVICES = Devices.of(true, false);
    private static final Limit JOIN = new Limit("join", 2, Duration.ofMinutes(1));

    final String things;
    final String operation;
    final int maximum;

    Growing(String things, String operation, int maximum) {
        this.things = things;
        this.operation = operation;
        this.maximum = maximum;
    }

    abstract Content filled(int size);

    abstract Content plainMap(int size);

    /** The map with so many people, one of whom is put into it again. */
    private static Content people(Map<String, Object> plain, int size) {
        Person[] people = Fixtures.people(size);
        for (Person person : people) {
            plain.put(person.id(), new Object[] { person });
        }
        return new Content(plain, i -> plain.put(people[i].id(), new Object[] { people[i] }));
    }

    private static void leaveAndJoin(InMemoryCallRegistry registry, String callId, Person person) {
        registry.leave(callId, person.id()).await().indefinitely();
        registry.join(callId, person, DEVICES).await().indefinitely();
    }

    private static void requireAccepted(Decision decision) {
        if (!decision.accepted()) {
            throw new IllegalStateException("Refused");
        }
    }

    /** What is filled, and what is done to one of its entries. */
    record Content(Object holder, Operation operation) {
    }

    /** Does something to the entry of that index. */
    interface Operation {
        void on(int index);
    }
}
