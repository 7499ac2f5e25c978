package dev.usher.videochat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.usher.call.Call;
import dev.usher.call.CallRegistry;
import dev.usher.call.Person;
import dev.usher.call.VideoChat;
import dev.usher.identity.Token;
import dev.usher.videochat.Invite.Role;
import dev.usher.videochat.Invites.Redemption;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;

/** What all {@link Invites} do. Who extends it says how to make them and how to move their time. */
public abstract class InvitesContract {

    private static final Person.Member JANE = new Person.Member("jane-id", "jane", "Jane Doe");
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MAX_PER_CALL = 1000;

    /** The invites of the test: the same at every call, and none at the first. */
    protected abstract Invites invites();

    /** The registry with the calls to which {@link #invites} invite, with the default configuration. */
    protected abstract CallRegistry calls();

    /** The time by which invites expire. */
    protected abstract Instant now();

    /** Moves that time and the registry's forward. */
    protected abstract void advance(Duration by);

    /** How far that time may go on by itself during a test: zero if it stands still. */
    protected abstract Duration tolerance();

    protected static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }

    private Instant millis() {
        return now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The id of a new call. */
    protected final String call() {
        VideoChat how = new VideoChat(VideoChat.Mode.VIDEO, false, false, null, millis());
        return await(calls().add(Call.videoChat("room", null, JANE, how, millis()))).id();
    }

    protected final void invite(String call, String secret, Role role, Instant expiresAt, Integer maxUses) {
        await(invites().add(new Invite(call, Token.hash(secret), role, expiresAt, maxUses)));
    }

    private void invite(String call, String secret) {
        invite(call, secret, Role.LISTENER, null, null);
    }

    protected final Redemption redeem(String call, String secret, String user) {
        return await(invites().redeem(call, secret, user));
    }

    private Redemption look(String call, String secret, String user) {
        return await(invites().look(call, secret, user));
    }

    private void assertEventuallyInvalid(String call, String secret) {
        Awaitility.await().atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(redeem(call, secret, "user")).isEqualTo(Redemption.INVALID));
    }

    @Test
    void anInviteGivesItsRole() {
        String call = call();
        invite(call, "speak", Role.SPEAKER, null, null);
        invite(call, "listen", Role.LISTENER, null, null);
        for (int i = 0; i < 2; i++) {
            assertThat(look(call, "speak", "user")).isEqualTo(Redemption.SPEAKER);
            assertThat(look(call, "listen", "user")).isEqualTo(Redemption.LISTENER);
            assertThat(redeem(call, "speak", "user")).isEqualTo(Redemption.SPEAKER);
            assertThat(redeem(call, "listen", "user")).isEqualTo(Redemption.LISTENER);
        }
    }

    @Test
    void anInviteIsToOneCallAndHasOneSecret() {
        String call = call();
        String other = call();
        invite(call, "secret");
        assertThat(redeem(other, "secret", "user")).isEqualTo(Redemption.INVALID);
        assertThat(redeem(call, "Secret", "user")).isEqualTo(Redemption.INVALID);
        assertThat(redeem(call, Token.hash("secret"), "user")).isEqualTo(Redemption.INVALID);
        assertThat(redeem(call, "", "user")).isEqualTo(Redemption.INVALID);
        assertThat(look("none", "secret", "user")).isEqualTo(Redemption.INVALID);
    }

    @Test
    void anInviteExpiresAtItsTime() {
        String call = call();
        Instant expiresAt = millis().plus(HOUR);
        invite(call, "short", Role.SPEAKER, expiresAt, null);
        invite(call, "limited", Role.SPEAKER, expiresAt, 5);
        invite(call, "endless", Role.SPEAKER, null, null);
        Duration slack = tolerance().plusMillis(1);
        advance(HOUR.minus(slack));
        assertThat(redeem(call, "short", "user")).isEqualTo(Redemption.SPEAKER);
        assertThat(redeem(call, "limited", "user")).isEqualTo(Redemption.SPEAKER);
        advance(slack);
        assertThat(look(call, "short", "user")).isEqualTo(Redemption.EXPIRED);
        assertThat(redeem(call, "short", "user")).isEqualTo(Redemption.EXPIRED);
        assertThat(redeem(call, "limited", "user")).isEqualTo(Redemption.EXPIRED);
        assertThat(redeem(call, "endless", "user")).isEqualTo(Redemption.SPEAKER);
        advance(HOUR.multipliedBy(3));
        assertThat(redeem(call, "short", "user")).isEqualTo(Redemption.EXPIRED);
    }

    @Test
    void anInviteAdmitsSoManyUsersEachAsOftenAsTheyLike() {
        String call = call();
        invite(call, "secret", Role.LISTENER, null, 2);
        for (String user : List.of("a", "b", "a", "b", "b")) {
            assertThat(redeem(call, "secret", user)).isEqualTo(Redemption.LISTENER);
        }
        assertThat(redeem(call, "secret", "c")).isEqualTo(Redemption.EXPIRED);
        assertThat(look(call, "secret", "c")).isEqualTo(Redemption.EXPIRED);
        assertThat(look(call, "secret", "a")).isEqualTo(Redemption.LISTENER);
        assertThat(redeem(call, "secret", "a")).isEqualTo(Redemption.LISTENER);
    }

    @Test
    void lookingUsesNothing() {
        String call = call();
        invite(call, "secret", Role.LISTENER, null, 1);
        for (String user : List.of("a", "b", "c")) {
            assertThat(look(call, "secret", user)).isEqualTo(Redemption.LISTENER);
        }
        assertThat(redeem(call, "secret", "c")).isEqualTo(Redemption.LISTENER);
        assertThat(look(call, "secret", "a")).isEqualTo(Redemption.EXPIRED);
    }

    @Test
    void usersAreCountedForEachInvite() {
        String call = call();
        invite(call, "one", Role.LISTENER, null, 1);
        invite(call, "other", Role.SPEAKER, null, 1);
        assertThat(redeem(call, "one", "a")).isEqualTo(Redemption.LISTENER);
        assertThat(redeem(call, "other", "b")).isEqualTo(Redemption.SPEAKER);
        assertThat(redeem(call, "one", "b")).isEqualTo(Redemption.EXPIRED);
    }

    @Test
    void secretsAndUsersMayBeAnyText() {
        String call = call();
        List<String> texts = List.of("", ":", "{a}", "\u0000\n\"'\\", "\uD83D\uDE80", "null", "*");
        for (String text : texts) {
            invite(call, text, Role.LISTENER, null, 1);
            assertThat(redeem(call, text, text)).isEqualTo(Redemption.LISTENER);
            assertThat(redeem(call, text, text)).isEqualTo(Redemption.LISTENER);
            assertThat(redeem(call, text, "other")).isEqualTo(Redemption.EXPIRED);
        }
    }

    @Test
    void resettingMakesAllInvitesToACallInvalidAndNoOthers() {
        String call = call();
        String other = call();
        invite(call, "one");
        invite(call, "two", Role.SPEAKER, null, 1);
        invite(other, "one");
        redeem(call, "two", "user");
        await(invites().reset(call));
        await(invites().reset(call));
        assertThat(redeem(call, "one", "user")).isEqualTo(Redemption.INVALID);
        assertThat(redeem(call, "two", "user")).isEqualTo(Redemption.INVALID);
        assertThat(redeem(other, "one", "user")).isEqualTo(Redemption.LISTENER);
        invite(call, "three", Role.LISTENER, null, 1);
        assertThat(redeem(call, "three", "user")).isEqualTo(Redemption.LISTENER);
        assertThat(redeem(call, "one", "user")).isEqualTo(Redemption.INVALID);
    }

    @Test
    void invitesAreInvalidWhenTheCallIsOver() {
        String call = call();
        String other = call();
        invite(call, "secret");
        invite(call, "limited", Role.SPEAKER, null, 1);
        invite(other, "secret");
        redeem(call, "limited", "user");
        await(calls().end(call, JANE));
        assertEventuallyInvalid(call, "secret");
        assertEventuallyInvalid(call, "limited");
        assertThat(redeem(other, "secret", "user")).isEqualTo(Redemption.LISTENER);
    }

    @Test
    void invitesAreInvalidWhenTimeHasEndedTheCall() {
        String call = call();
        invite(call, "secret");
        advance(Duration.ofHours(24));
        assertThat(await(calls().find(call)).isOver()).isTrue();
        assertEventuallyInvalid(call, "secret");
    }

    @Test
    void ofMoreInvitesThanACallMayHaveTheOldestGoes() {
        String call = call();
        String other = call();
        invite(other, "0");
        for (int i = 0; i <= MAX_PER_CALL; i++) {
            invite(call, String.valueOf(i));
        }
        assertThat(redeem(call, "0", "user")).isEqualTo(Redemption.INVALID);
        assertThat(redeem(call, "1", "user")).isEqualTo(Redemption.LISTENER);
        assertThat(redeem(call, String.valueOf(MAX_PER_CALL), "user")).isEqualTo(Redemption.LISTENER);
        assertThat(redeem(other, "0", "user")).isEqualTo(Redemption.LISTENER);
        invite(call, "another");
        assertThat(redeem(call, "1", "user")).isEqualTo(Redemption.INVALID);
        assertThat(redeem(call, "2", "user")).isEqualTo(Redemption.LISTENER);
    }

    @Test
    void amongParallelUsersExactlyAsManyAreAdmittedAsMayBe() throws Exception {
        String call = call();
        invite(call, "secret", Role.LISTENER, null, 10);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Redemption>> uses = IntStream.range(0, 100)
                    .<Callable<Redemption>>mapToObj(number -> () -> redeem(call, "secret", "user" + number % 50))
                    .toList();
            int admitted = 0;
            for (Future<Redemption> use : threads.invokeAll(uses)) {
                admitted += use.get() == Redemption.LISTENER ? 1 : 0;
            }
            assertThat(admitted).isBetween(10, 20);
        } finally {
            threads.shutdownNow();
        }
        assertThat(IntStream.range(0, 50)
                .filter(number -> look(call, "secret", "user" + number) == Redemption.LISTENER)).hasSize(10);
    }
}
