package dev.usher.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.usher.cluster.LoadClient.Answer;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits hold for all pods together, in every window. */
@Tag("replicas")
class SharedLimitIT {

    private static final int LIMIT = 2;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final int USERS = 8;
    private static final int AT_ONCE = 50;
    private static final int ACCEPTED = 3 * LIMIT;
    private static final long PAUSE_MILLIS = 50;
    /** How much later than possible a request may be accepted, on a busy machine. */
    private static final Duration LATE = Duration.ofSeconds(2);

    /** A user and what the pods, each in its turn, answered. */
    private static final class Joining {
        private final Account account;
        private final List<Answer> accepted = new ArrayList<>();
        private final List<Answer> refused = new ArrayList<>();
        private final List<Answer> others = new ArrayList<>();
        private int sent;

        Joining(int number) {
            account = Accounts.member(number);
        }

        void send(LoadClient client, List<Integer> ports, String body, Runnable then) {
            client.post(ports.get(sent++ % ports.size()), account, "video-conference.join", body, answer -> {
                List<Answer> same = answer.status() == 200 ? accepted : answer.status() == 429 ? refused : others;
                same.add(answer);
                then.run();
            });
        }
    }

    @Test
    void ofOneUsersJoinsTwoAreAcceptedInAnyFiveSecondsWhateverThePod() {
        try (TwoPods pods = new TwoPods(Map.of("usher.store.timeout", "5s")); LoadClient client = new LoadClient()) {
            String body = "{\"callId\":\"%s\"}".formatted(TwoPods.startCall(pods.get(0).port()));
            List<Joining> users = IntStream.range(0, USERS).mapToObj(Joining::new).toList();
            atOnce(client, pods.ports(), body, users);
            assertThat(users).allSatisfy(user -> {
                assertThat(user.accepted).hasSize(LIMIT);
                assertThat(user.refused).hasSize(AT_ONCE - LIMIT);
            });
            goOn(client, pods.ports(), body, users);
            assertThat(users).allSatisfy(user -> {
                assertThat(user.others).isEmpty();
                assertEveryWindow(user.accepted);
            });
        }
    }

    private static void atOnce(LoadClient client, List<Integer> ports, String body, List<Joining> users) {
        AtomicInteger answers = new AtomicInteger();
        for (Joining user : users) {
            client.run(() -> IntStream.range(0, AT_ONCE)
                    .forEach(number -> user.send(client, ports, body, answers::incrementAndGet)));
        }
        Awaitility.await("answers").until(() -> answers.get() == USERS * AT_ONCE);
    }

    /** Each user tries again and again, until enough was accepted. */
    private static void goOn(LoadClient client, List<Integer> ports, String body, List<Joining> users) {
        AtomicInteger finished = new AtomicInteger();
        for (Joining user : users) {
            client.run(() -> tryAgain(client, ports, body, user, finished));
        }
        Awaitility.await("accepted").atMost(WINDOW.multipliedBy(6)).until(() -> finished.get() == USERS);
    }

    private static void tryAgain(LoadClient client, List<Integer> ports, String body, Joining user,
            AtomicInteger finished) {
        if (user.accepted.size() >= ACCEPTED) {
            finished.incrementAndGet();
        } else {
            user.send(client, ports, body, () -> client.later(PAUSE_MILLIS,
                    () -> tryAgain(client, ports, body, user, finished)));
        }
    }

    /**
     * A request is decided some time between sending and answer, so three that are wholly within one window are one
     * too many; and one is accepted soon after it may be.
     */
    private static void assertEveryWindow(List<Answer> accepted) {
        for (int third = LIMIT; third < accepted.size(); third++) {
            List<Answer> three = accepted.subList(third - LIMIT, third + 1);
            long firstSent = three.stream().mapToLong(Answer::sent).min().orElseThrow();
            long lastEnded = three.stream().mapToLong(Answer::ended).max().orElseThrow();
            assertThat(Duration.ofNanos(lastEnded - firstSent)).as("%s", three).isGreaterThanOrEqualTo(WINDOW);
            assertThat(Duration.ofNanos(three.get(LIMIT).sent() - three.get(0).ended())).as("%s", three)
                    .isLessThan(WINDOW.plus(LATE));
        }
    }
}
