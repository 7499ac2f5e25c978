package dev.usher.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;

import dev.usher.Api;
import dev.usher.cluster.History.Deed;
import dev.usher.cluster.History.State;
import dev.usher.cluster.LoadClient.Answer;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * People who join and leave calls at a constant rate, whatever the answers are and however late, unless so many wait
 * for answers that more would only be a pile. Afterwards it is known what the registry must say about each.
 */
final class Crowd implements AutoCloseable {

    /** Joins between which each person leaves once. */
    private static final int JOINS_PER_LEAVE = 4;
    private static final int CALLS = 4;
    private static final int WARM_UP_PART = 4;
    private static final int MAX_UNDER_WAY = 1000;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration QUICK = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NOT_THERE = "not-a-participant";

    private final LoadClient client = new LoadClient();
    private final List<Integer> ports;
    private final List<Person> active = new CopyOnWriteArrayList<>();
    private final List<Person> people = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final Set<String> surprises = Collections.synchronizedSet(new TreeSet<>());
    private final LongAccumulator slowest = new LongAccumulator(Math::max, 0);
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final AtomicInteger joinsSent = new AtomicInteger();
    private final AtomicInteger withheld = new AtomicInteger();
    private volatile boolean going;
    private volatile double perSecond;
    private volatile long begun;
    private volatile long ended;
    private long slot;

    private static final class Person {
        private final Account account;
        private final String call;
        private final History history = new History();
        private int deeds;

        Person(Account account, String call, int deeds) {
            this.account = account;
            this.call = call;
            this.deeds = deeds;
        }

        Deed next() {
            return deeds++ % (JOINS_PER_LEAVE + 1) == JOINS_PER_LEAVE ? Deed.LEAVE : Deed.JOIN;
        }
    }

    /** A crowd that sends to those ports in turn, and to the next one where a connection breaks. */
    Crowd(List<Integer> ports) {
        this.ports = List.copyOf(ports);
        for (int i = 0; i < CALLS; i++) {
            calls.add(TwoPods.startCall(ports.get(i % ports.size())));
        }
        IntStream.range(0, Accounts.CROWD).forEach(number -> people.add(new Person(Accounts.member(number),
                calls.get(number % CALLS), number % JOINS_PER_LEAVE)));
        active.addAll(people);
    }

    /**
     * Begins to send so many joins a second, and a leave for every four. Before that it sends fewer, until the pods are
     * as quick as they will be, which a JVM is not at once.
     */
    Crowd start(int joinsPerSecond) {
        pace(joinsPerSecond / WARM_UP_PART);
        going = true;
        client.everyMillisecond(() -> {
            long due = (long) ((System.nanoTime() - begun) / 1e9 * perSecond);
            for (; going && slot < due; slot++) {
                actUnlessTooMany(active.get((int) (slot % active.size())));
            }
            return !going;
        });
        awaitAnswers(200, (int) (WARM_UP.toSeconds() * perSecond));
        Awaitility.await("quick answers").atMost(PATIENCE).pollInterval(Duration.ofMillis(500))
                .until(() -> slowest.getThenReset() < QUICK.toNanos());
        client.run(() -> pace(joinsPerSecond));
        return this;
    }

    private void pace(int joinsPerSecond) {
        perSecond = joinsPerSecond * (1.0 + 1.0 / JOINS_PER_LEAVE);
        begun = System.nanoTime();
        slot = 0;
        joinsSent.set(0);
        withheld.set(0);
        slowest.reset();
    }

    private void actUnlessTooMany(Person person) {
        if (underWay.get() < MAX_UNDER_WAY) {
            act(person);
        } else {
            withheld.incrementAndGet();
        }
    }

    private void act(Person person) {
        Deed deed = person.next();
        joinsSent.addAndGet(deed == Deed.JOIN ? 1 : 0);
        underWay.incrementAndGet();
        int first = person.deeds % ports.size();
        send(person, deed, first, answer -> {
            if (answer.status() != 0 || ports.size() == 1) {
                note(person, deed, answer.sent(), answer);
                return;
            }
            elsewhere.incrementAndGet();
            send(person, deed, (first + 1) % ports.size(), second -> note(person, deed, answer.sent(), second));
        });
    }

    private void send(Person person, Deed deed, int way, Consumer<Answer> then) {
        client.post(ports.get(way), person.account,
                deed == Deed.JOIN ? "video-conference.join" : "video-conference.leave",
                "{\"callId\":\"" + person.call + "\"}", then);
    }

    private void note(Person person, Deed deed, long sent, Answer answer) {
        statuses.computeIfAbsent(answer.status(), status -> new AtomicInteger()).incrementAndGet();
        slowest.accumulate(answer.ended() - answer.sent());
        switch (answer.status()) {
            case 200 -> person.history.acknowledged(deed, sent, answer.ended());
            case 503 -> {
                person.history.unknown(deed, sent, answer.ended());
                surprise(answer.retryAfter() == null || !answer.retryAfter().matches("[1-9]\\d*"), answer);
            }
            case 400 -> surprise(deed == Deed.JOIN || !answer.body().contains(NOT_THERE), answer);
            default -> {
                person.history.unknown(deed, sent, answer.ended());
                surprise(true, answer);
            }
        }
        underWay.decrementAndGet();
    }

    private void surprise(boolean surprising, Answer answer) {
        if (surprising) {
            surprises.add(answer.toString());
        }
    }

    /** How many requests were answered with that status; 0 stands for those that got no answer. */
    int answered(int status) {
        AtomicInteger count = statuses.get(status);
        return count == null ? 0 : count.get();
    }

    /** How many requests were sent to another pod since a connection broke. */
    int elsewhere() {
        return elsewhere.get();
    }

    /** Waits until so many more have that status. */
    void awaitAnswers(int status, int more) {
        int before = answered(status);
        Awaitility.await("answers with status " + status).atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20)).until(() -> answered(status) >= before + more);
    }

    /** Lets some people do nothing any more, so that the last that they did before now shows in the end. */
    void retire(int howMany) {
        client.run(() -> active.subList(0, howMany).clear());
    }

    /** Sends nothing any more and waits for the answers that are still to come. */
    void stop() {
        going = false;
        ended = System.nanoTime();
        Awaitility.await("all answers").atMost(PATIENCE).until(() -> underWay.get() == 0);
        System.out.println(this);
    }

    /** The joins that were really sent each second. */
    double joinsPerSecond() {
        return joinsSent.get() / ((ended - begun) / 1e9);
    }

    /** The longest that anybody waited for an answer. */
    Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** Answers that nobody should get. */
    Set<String> surprises() {
        return surprises;
    }

    /** Compares what a pod says with what must be so: for everybody what was acknowledged last, and one entry. */
    void assertRegistry(int port) {
        Map<State, Integer> certain = new TreeMap<>();
        for (String call : calls) {
            Map<String, State> states = states(port, call);
            for (Person person : people) {
                if (person.call.equals(call)) {
                    Set<State> possible = person.history.possible();
                    assertThat(states.getOrDefault(person.account.userId(), State.NEVER_THERE))
                            .as("%s in %s: %s", person.account.userId(), call, person.history).isIn(possible);
                    possible.stream().filter(state -> possible.size() == 1)
                            .forEach(state -> certain.merge(state, 1, Integer::sum));
                }
            }
        }
        System.out.println("At port " + port + " as it must be: " + certain);
        assertThat(certain.values().stream().mapToInt(count -> count).sum())
                .as("people of whom one thing only can be so").isGreaterThan(people.size() / 2);
    }

    /** What a pod says about everybody in a call. */
    private static Map<String, State> states(int port, String call) {
        List<Map<String, ?>> users = Api.get(as(Accounts.jane()).port(port), "video-conference.info",
                Map.of("callId", call)).then().statusCode(200).extract().path("users");
        Map<String, State> states = new LinkedHashMap<>();
        for (Map<String, ?> user : users) {
            State state = user.get("leftAt") != null ? State.LEFT
                    : Boolean.TRUE.equals(user.get("joined")) ? State.PRESENT : State.NEVER_THERE;
            assertThat(states.put((String) user.get("_id"), state)).as("another entry of %s", user).isNull();
        }
        return states;
    }

    /** How many people are present in all the calls, as a pod shows them. */
    int present(int port) {
        return calls.stream().mapToInt(call -> Collections.frequency(states(port, call).values(), State.PRESENT))
                .sum();
    }

    @Override
    public String toString() {
        return "%d joins sent, %.0f a second, %d requests withheld; answers %s; %d sent elsewhere; slowest %d ms"
                .formatted(joinsSent.get(), joinsPerSecond(), withheld.get(), new TreeMap<>(statuses),
                        elsewhere.get(), slowest().toMillis());
    }

    @Override
    public void close() {
        going = false;
        client.close();
    }
}
