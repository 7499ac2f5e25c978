package dev.usher.identity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jose4j.jwk.JsonWebKey;

import io.smallrye.mutiny.Uni;

/**
 * The keys of a provider, asked for when they are needed first and when they are old. All who need them at the same
 * time share one question, and nothing makes it be asked more often than the pauses allow.
 */
final class OidcKeys {

    /** How long nobody asks after a failure. */
    static final Duration AWAY_PAUSE = Duration.ofSeconds(1);
    /** How old the keys must be for a token that names another to be a reason to ask. */
    static final Duration UNKNOWN_PAUSE = Duration.ofSeconds(5);

    private final Supplier<Uni<List<JsonWebKey>>> provider;
    private final Duration lifetime;

    private List<JsonWebKey> known;
    /** Of the last question; null if it was answered. */
    private Throwable failure;
    private long answeredAt;
    private CompletableFuture<List<JsonWebKey>> asking;

    OidcKeys(Supplier<Uni<List<JsonWebKey>>> provider, Duration lifetime) {
        this.provider = provider;
        this.lifetime = lifetime;
    }

    /** The keys; those last known while the provider is away. */
    Uni<List<JsonWebKey>> current() {
        return Uni.createFrom().deferred(() -> {
            Uni<List<JsonWebKey>> latest = notOlderThan(lifetime);
            List<JsonWebKey> old = knownWhileAway();
            return old != null ? Uni.createFrom().item(old)
                    : latest.onFailure().recoverWithUni(gone -> lastKnown(gone));
        });
    }

    /** The keys for who needs one that the current ones lack. Fails if the provider is away. */
    Uni<List<JsonWebKey>> newer() {
        return Uni.createFrom().deferred(() -> notOlderThan(UNKNOWN_PAUSE));
    }

    private synchronized List<JsonWebKey> knownWhileAway() {
        return failure == null ? null : known;
    }

    private synchronized Uni<List<JsonWebKey>> lastKnown(Throwable gone) {
        return known == null ? Uni.createFrom().failure(gone) : Uni.createFrom().item(known);
    }

    private Uni<List<JsonWebKey>> notOlderThan(Duration age) {
        CompletableFuture<List<JsonWebKey>> question;
        synchronized (this) {
            Duration since = Duration.ofNanos(System.nanoTime() - answeredAt);
            if (failure == null && known != null && since.compareTo(age) < 0) {
                return Uni.createFrom().item(known);
            }
            if (failure != null && since.compareTo(AWAY_PAUSE) < 0) {
                return Uni.createFrom().failure(failure);
            }
            if (asking != null) {
                return RemoteAnswers.answerTo(asking);
            }
            question = new CompletableFuture<>();
            asking = question;
        }
        Uni<List<JsonWebKey>> answer = RemoteAnswers.answerTo(question);
        provider.get().subscribe().with(keys -> {
            answered(keys, null);
            question.complete(keys);
        }, gone -> {
            answered(null, gone);
            question.completeExceptionally(gone);
        });
        return answer;
    }

    private synchronized void answered(List<JsonWebKey> keys, Throwable gone) {
        known = keys != null ? keys : known;
        failure = gone;
        answeredAt = System.nanoTime();
        asking = null;
    }
}
