package dev.usher.identity;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * What a remote server has answered, kept for a short time and up to a bound. Refusals have a place and a time of their
 * own, so that many of them crowd nothing else out; failures are not kept. Who asks the same at the same time shares
 * one question.
 */
final class RemoteAnswers<V> {

    private final Cache<String, V> granted;
    private final Cache<String, Boolean> refused;
    private final ConcurrentMap<String, CompletableFuture<Optional<V>>> asking = new ConcurrentHashMap<>();

    RemoteAnswers(RocketChatConfig config) {
        granted = cache(config.cacheTime(), config.maxCached());
        refused = cache(config.negativeCacheTime(), config.maxCached());
    }

    private static <T> Cache<String, T> cache(Duration time, int size) {
        return Caffeine.newBuilder().expireAfterWrite(time).maximumSize(size).executor(Runnable::run).build();
    }

    /**
     * The answer to a question; empty is a refusal.
     *
     * @param key    what is asked, without secrets
     * @param remote asks the server
     */
    Uni<Optional<V>> get(String key, Supplier<Uni<Optional<V>>> remote) {
        return Uni.createFrom().deferred(() -> {
            Optional<V> known = known(key);
            return known != null ? Uni.createFrom().item(known) : ask(key, remote);
        });
    }

    /** Forgets what was granted. */
    void forget(String key) {
        granted.invalidate(key);
    }

    /** Null if it has to be asked for. */
    private Optional<V> known(String key) {
        V value = granted.getIfPresent(key);
        return value != null ? Optional.of(value) : refused.getIfPresent(key) != null ? Optional.empty() : null;
    }

    private Uni<Optional<V>> ask(String key, Supplier<Uni<Optional<V>>> remote) {
        CompletableFuture<Optional<V>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<V>> others = asking.putIfAbsent(key, mine);
        if (others != null) {
            return answerTo(others);
        }
        Uni<Optional<V>> answer = answerTo(mine);
        // Between the look and our turn to ask, somebody else's question may have been answered.
        Optional<V> known = known(key);
        if (known != null) {
            end(key, mine);
            mine.complete(known);
            return answer;
        }
        Uni.createFrom().deferred(remote::get).subscribe().with(
                given -> {
                    given.ifPresentOrElse(value -> granted.put(key, value), () -> refused.put(key, true));
                    end(key, mine);
                    mine.complete(given);
                },
                failure -> {
                    end(key, mine);
                    mine.completeExceptionally(failure);
                });
        return answer;
    }

    private void end(String key, CompletableFuture<Optional<V>> question) {
        asking.remove(key, question);
    }

    /** Each goes on in a thread of its own, and who goes away takes the answer from nobody else. */
    static <T> Uni<T> answerTo(CompletableFuture<T> question) {
        Uni<T> answer = Uni.createFrom().completionStage(question::copy);
        Context context = Vertx.currentContext();
        return context == null ? answer
                : answer.emitOn(command -> context.runOnContext(here -> command.run()));
    }
}
