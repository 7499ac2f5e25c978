package dev.usher.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.usher.call.Call;
import dev.usher.call.CallStatus;
import dev.usher.call.CallType;
import dev.usher.call.Person;
import dev.usher.event.CallEvent;
import dev.usher.webhook.Outbox.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

class OutboxTest {

    private static final long LIFETIME = 100;

    private final Outbox outbox = new Outbox(4, LIFETIME);

    private static CallEvent event(String callId, long version) {
        return new CallEvent.Renamed(new Call(callId, CallType.VIDEOCONFERENCE, "room", null,
                new Person.Member("id", "name", "Name"), null, false, CallStatus.STARTED, false, "provider", null,
                null, Instant.EPOCH, Instant.EPOCH, null, null, 0, 0, version));
    }

    private void add(String... events) {
        for (String event : events) {
            outbox.add(event(event.substring(0, 1), Long.parseLong(event.substring(1))), 0);
        }
    }

    private static String name(Waiting waiting) {
        return waiting == null ? null : waiting.event.call().id() + waiting.event.call().version();
    }

    /** What can be sent now, all at once. */
    private List<String> under(List<Waiting> way) {
        for (Waiting next = outbox.next(); next != null; next = outbox.next()) {
            way.add(next);
        }
        return way.stream().map(OutboxTest::name).toList();
    }

    private List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (Waiting next = outbox.next(); next != null; next = outbox.next()) {
            rest.add(name(next));
            outbox.settle(next);
        }
        return rest;
    }

    @Test
    void thoseOfOneCallComeOneAfterTheOtherAndThoseOfSeveralAtOnce() {
        add("a1", "a2", "b1");
        List<Waiting> way = new ArrayList<>();
        assertThat(under(way)).containsExactly("a1", "b1");
        outbox.settle(way.get(0));
        assertThat(under(new ArrayList<>())).containsExactly("a2");
        outbox.settle(way.get(1));
        assertThat(outbox.size()).isEqualTo(1);
    }

    @Test
    void whatIsToBeSentAgainIsWhenItIsDueAndHoldsItsCallBackOnly() {
        add("a1", "a2");
        outbox.retry(outbox.next(), 10);
        add("b1");
        assertThat(outbox.due()).isEqualTo(10);
        outbox.pass(9);
        assertThat(rest()).containsExactly("b1");
        outbox.pass(10);
        Waiting again = outbox.next();
        assertThat(name(again)).isEqualTo("a1");
        assertThat(again.attempts()).isEqualTo(2);
        outbox.retry(again, 20);
        outbox.hurry();
        assertThat(rest()).containsExactly("a1", "a2");
    }

    @Test
    void theOldestMakesRoomUnlessItIsUnderWay() {
        add("a1", "b1");
        Waiting first = outbox.next();
        add("b2", "a2", "c1", "c2");
        assertThat(outbox.size()).isEqualTo(4);
        assertThat(outbox.dropped()).isEqualTo(2);
        assertThat(outbox.dropped()).isZero();
        outbox.settle(first);
        assertThat(rest()).containsExactly("c1", "a2", "c2");
    }

    @Test
    void whatHasWaitedForTooLongIsDropped() {
        add("a1");
        Waiting first = outbox.next();
        add("a2");
        outbox.add(event("a", 3), 1);
        outbox.pass(LIFETIME);
        assertThat(outbox.dropped()).isEqualTo(1);
        outbox.retry(first, LIFETIME);
        outbox.pass(LIFETIME);
        assertThat(outbox.dropped()).isEqualTo(1);
        assertThat(rest()).containsExactly("a3");
    }

    @Test
    void whatAnotherProcessHasSettledIsForgotten() {
        add("a1", "a2", "a3", "b1");
        outbox.forget(new Turns.Settled("a", 2, EventId.of(event("a", 2))));
        assertThat(outbox.size()).isEqualTo(2);
        outbox.forget(new Turns.Settled("b", 2, "not here"));
        outbox.forget(new Turns.Settled("c", 2, "not here"));
        assertThat(outbox.size()).isEqualTo(1);
        assertThat(outbox.dropped()).isZero();
        assertThat(rest()).containsExactly("a3");
    }

    @Test
    void whatIsOfTheSameVersionButNotSettledStays() {
        add("a1", "a1");
        outbox.forget(new Turns.Settled("a", 1, "another of that version"));
        assertThat(outbox.size()).isEqualTo(2);
    }
}
