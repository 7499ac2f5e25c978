package dev.usher.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;

/** What all {@link LoginTokens} do. Who extends it says how to make them and how to move their time. */
public abstract class LoginTokensContract {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Empty ones, in place of those made before, which remember that many tokens. */
    protected abstract LoginTokens tokens(int maxTokens);

    /** The time by which tokens expire. */
    protected abstract Instant now();

    /** Moves that time forward. */
    protected abstract void advance(Duration by);

    /** How far that time may go on by itself during a test: zero if it stands still. */
    protected abstract Duration tolerance();

    protected static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }

    private static String hash(String name) {
        return Token.hash(name);
    }

    private Instant in(Duration time) {
        return now().truncatedTo(ChronoUnit.MILLIS).plus(time);
    }

    private void add(LoginTokens tokens, String name, Duration lifetime) {
        await(tokens.add(hash(name), name + "-user", in(lifetime)));
    }

    private static Optional<String> find(LoginTokens tokens, String name) {
        return await(tokens.userId(hash(name)));
    }

    @Test
    void aTokenIsItsUsers() {
        LoginTokens tokens = tokens(10);
        add(tokens, "one", HOUR);
        add(tokens, "other", HOUR);
        assertThat(find(tokens, "one")).contains("one-user");
        assertThat(find(tokens, "other")).contains("other-user");
        assertThat(find(tokens, "none")).isEmpty();
        assertThat(await(tokens.userId(""))).isEmpty();
    }

    @Test
    void aUserMayHaveSeveralTokensAndAnyId() {
        LoginTokens tokens = tokens(100);
        for (String userId : List.of("", ":", "{a}", "\u0000\n\"'\\", "\uD83D\uDE80", "null", "*")) {
            for (String name : List.of("one" + userId, "other" + userId)) {
                await(tokens.add(hash(name), userId, in(HOUR)));
                assertThat(find(tokens, name)).contains(userId);
            }
        }
    }

    @Test
    void aTokenExpiresAtItsTime() {
        LoginTokens tokens = tokens(10);
        Instant expiresAt = in(HOUR);
        await(tokens.add(hash("short"), "user", expiresAt));
        add(tokens, "long", HOUR.multipliedBy(2));
        Duration slack = tolerance().plusMillis(1);
        advance(HOUR.minus(slack));
        assertThat(find(tokens, "short")).isPresent();
        advance(slack);
        assertThat(find(tokens, "short")).isEmpty();
        assertThat(find(tokens, "long")).isPresent();
    }

    @Test
    void aTokenThatHasExpiredAlreadyIsNone() {
        LoginTokens tokens = tokens(10);
        add(tokens, "past", HOUR.negated());
        add(tokens, "now", Duration.ZERO);
        assertThat(find(tokens, "past")).isEmpty();
        assertThat(find(tokens, "now")).isEmpty();
    }

    @Test
    void aRemovedTokenIsNoneAndRemovingItAgainIsFine() {
        LoginTokens tokens = tokens(10);
        add(tokens, "one", HOUR);
        add(tokens, "other", HOUR);
        await(tokens.remove(hash("one")));
        await(tokens.remove(hash("one")));
        await(tokens.remove(hash("never")));
        assertThat(find(tokens, "one")).isEmpty();
        assertThat(find(tokens, "other")).isPresent();
    }

    @Test
    void atTheBoundTheOldestGoes() {
        LoginTokens tokens = tokens(3);
        for (String name : List.of("a", "b", "c", "d")) {
            add(tokens, name, HOUR);
        }
        assertThat(find(tokens, "a")).isEmpty();
        for (String name : List.of("b", "c", "d")) {
            assertThat(find(tokens, name)).isPresent();
        }
        add(tokens, "e", HOUR);
        assertThat(find(tokens, "b")).isEmpty();
    }

    @Test
    void theOldestIsTheOneThatWasAddedFirstAndNotTheOneThatExpiresFirst() {
        LoginTokens tokens = tokens(2);
        add(tokens, "long", HOUR.multipliedBy(3));
        add(tokens, "short", HOUR);
        add(tokens, "new", HOUR);
        assertThat(find(tokens, "long")).isEmpty();
        assertThat(find(tokens, "short")).isPresent();
    }

    @Test
    void removedTokensMakeRoom() {
        LoginTokens tokens = tokens(3);
        for (String name : List.of("a", "b", "c")) {
            add(tokens, name, HOUR);
        }
        await(tokens.remove(hash("b")));
        add(tokens, "d", HOUR);
        for (String name : List.of("a", "c", "d")) {
            assertThat(find(tokens, name)).isPresent();
        }
    }

    @Test
    void tokensAddedInParallelAreAllFoundUpToTheBound() throws Exception {
        LoginTokens tokens = tokens(150);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Void>> logins = IntStream.range(0, 200).<Callable<Void>>mapToObj(number -> () -> {
                add(tokens, "token" + number, HOUR);
                return null;
            }).toList();
            for (Future<Void> login : threads.invokeAll(logins)) {
                login.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(IntStream.range(0, 200).filter(number -> find(tokens, "token" + number).isPresent())).hasSize(150);
    }
}
