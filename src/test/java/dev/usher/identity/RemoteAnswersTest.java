package dev.usher.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.usher.TestConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

import static org.assertj.core.api.Assertions.assertThat;

class RemoteAnswersTest {

    private static final int BOUND = 10;

    private final RemoteAnswers<String> answers = new RemoteAnswers<>(TestConfig.of(RocketChatConfig.class,
            Map.of("usher.identity.rocketchat.max-cached", String.valueOf(BOUND))));
    private final List<CompletableFuture<Optional<String>>> asked = new ArrayList<>();

    private Uni<Optional<String>> get(String key) {
        return answers.get(key, () -> {
            CompletableFuture<Optional<String>> question = new CompletableFuture<>();
            asked.add(question);
            return Uni.createFrom().completionStage(question);
        });
    }

    @Test
    void whoGoesAwayTakesTheAnswerFromNobodyElse() {
        List<Optional<String>> got = new ArrayList<>();
        Cancellable first = get("key").subscribe().with(got::add);
        get("key").subscribe().with(got::add);
        first.cancel();
        asked.get(0).complete(Optional.of("yes"));
        get("key").subscribe().with(got::add);
        assertThat(got).containsExactly(Optional.of("yes"), Optional.of("yes"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void failuresAreToldToAllWhoAskedAndNotKept() {
        List<Throwable> failures = new ArrayList<>();
        get("key").subscribe().with(answer -> { }, failures::add);
        get("key").subscribe().with(answer -> { }, failures::add);
        IllegalStateException failure = new IllegalStateException();
        asked.get(0).completeExceptionally(failure);
        assertThat(failures).containsExactly(failure, failure);
        get("key").subscribe().with(answer -> { });
        assertThat(asked).hasSize(2);
    }

    @Test
    void manyRefusalsCrowdNoOtherAnswerOut() {
        get("granted").subscribe().with(answer -> { });
        asked.get(0).complete(Optional.of("yes"));
        for (int i = 0; i < 10 * BOUND; i++) {
            get("refused" + i).subscribe().with(answer -> { });
            asked.get(i + 1).complete(Optional.empty());
        }
        assertThat(get("granted").await().indefinitely()).contains("yes");
        int before = asked.size();
        for (int i = 0; i < 10 * BOUND; i++) {
            get("refused" + i).subscribe().with(answer -> { });
        }
        assertThat(asked.size() - before).isGreaterThanOrEqualTo(9 * BOUND);
    }

    @Test
    void whatIsForgottenIsAskedAgain() {
        get("key").subscribe().with(answer -> { });
        asked.get(0).complete(Optional.of("yes"));
        answers.forget("key");
        get("key").subscribe().with(answer -> { });
        assertThat(asked).hasSize(2);
    }
}
