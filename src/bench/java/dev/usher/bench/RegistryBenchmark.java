package dev.usher.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.usher.call.Call;
import dev.usher.call.Devices;
import dev.usher.call.InMemoryCallRegistry;
import dev.usher.call.Person;

/** What one change of a call costs, among so many participants. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RegistryBenchmark {

    private static final Devices DEVICES = Devices.of(true, false);

    @Param({ "1", "1000", "1000000" })
    int participants;

    private InMemoryCallRegistry registry;
    private String callId;
    private final Map<String, Object> plain = new LinkedHashMap<>();
    private Person[] people;
    private int next;

    @Setup
    public void fill() {
        registry = Fixtures.registry();
        callId = Fixtures.call(registry).id();
        people = Fixtures.people(participants);
        for (Person person : people) {
            plain.put(person.id(), new Object[] { person });
            registry.join(callId, person, DEVICES).await().indefinitely();
        }
    }

    private Person person() {
        next = next + 7919;
        return people[Math.floorMod(next, people.length)];
    }

    /** The yardstick: what the memory of so many people costs by itself. */
    @Benchmark
    public Object plainMap() {
        Person person = person();
        return plain.put(person.id(), new Object[] { person });
    }

    @Benchmark
    public Call joinAgain() {
        return registry.join(callId, person(), DEVICES).await().indefinitely();
    }

    @Benchmark
    public Call heartbeat() {
        return registry.heartbeat(callId, person().id()).await().indefinitely();
    }
}
