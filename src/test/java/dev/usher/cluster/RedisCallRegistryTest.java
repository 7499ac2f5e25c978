package dev.usher.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.usher.call.Call;
import dev.usher.call.CallListener;
import dev.usher.call.CallRegistry;
import dev.usher.call.CallRegistryContract;
import dev.usher.call.Participant;
import dev.usher.call.ParticipantChange;
import dev.usher.call.Person;

import static org.assertj.core.api.Assertions.assertThat;

/** The registry of several pods, on a real Redis. */
class RedisCallRegistryTest extends CallRegistryContract {

    @RegisterExtension
    static final TestStore STORE = new TestStore();

    private RedisCallRegistry latest;

    @Override
    protected CallRegistry registry(Map<String, String> settings) {
        STORE.clear();
        latest = STORE.registry(settings);
        return latest;
    }

    @Override
    protected Instant now() {
        return STORE.server.now();
    }

    @Override
    protected void advance(Duration by) {
        STORE.server.advance(by);
    }

    @Override
    protected Duration tolerance() {
        return TestStore.TOLERANCE;
    }

    @Override
    protected void expire() {
        await(latest.lookAfterCalls());
    }

    /** Listens, and waits until it is heard. */
    private static void listen(CallRegistry to, CallListener listener) {
        to.listen(listener);
        Awaitility.await().until(() -> STORE.server.cli("PUBSUB", "NUMSUB", Keys.EVENTS).contains("1"));
    }

    @Test
    void whatOnePodDoesAnotherSees() {
        RedisCallRegistry other = STORE.registry(Map.of());
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(other.join(call.id(), JOHN, MIC_ONLY));
        assertThat(find(call).present()).isEqualTo(2);
        assertThat(await(other.withParticipants(call.id())).participants())
                .extracting(Participant::person).containsExactly(JANE, JOHN);
    }

    @Test
    void fieldsOfALaterVersionAreKept() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        String people = Keys.ofCall(call.id()).get(1);
        String stored = STORE.server.cli("HGET", people, JANE.id()).strip();
        STORE.server.cli("HSET", people, JANE.id(), stored.replaceFirst("\\{", "{\"later\":{\"x\":[1]},"));
        await(registry.change(call.id(), JANE.id(), ParticipantChange.of(BOTH)));
        await(registry.heartbeat(call.id(), JANE.id()));
        await(registry.leave(call.id(), JANE.id()));
        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(STORE.server.cli("HGET", people, JANE.id())).contains("\"later\":{\"x\":[1]}");
    }

    @Test
    void nothingIsLeftOfCallsThatAreForgotten() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.heartbeat(call.id(), JANE.id()));
        await(registry.end(call.id(), JANE));
        expire();
        advance(Duration.ofHours(1));
        expire();
        assertThat(STORE.server.cli("KEYS", "*").lines().map(String::strip).filter(key -> !key.isEmpty()))
                .isSubsetOf("usher:1:{index}:numbers", "usher:1:{index}:total");
    }

    @Test
    void everyKeyOfACallExpiresByItself() {
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, new Person.Chat("news", "News"), connection("c", 1, 2, 3))));
        await(registry.heartbeat(call.id(), JANE.id()));
        for (String key : STORE.server.cli("KEYS", "usher:1:{" + call.id() + "}*").lines().toList()) {
            assertThat(Long.parseLong(STORE.server.cli("PTTL", key).strip())).as(key).isPositive();
        }
        assertThat(Long.parseLong(STORE.server.cli("PTTL", "usher:1:room:room").strip())).isPositive();
    }

    @Test
    void aPodThatDidNotHearOfADueLooksAfterItAllTheSame() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.leave(call.id(), JANE.id()));
        RedisCallRegistry other = STORE.registry(Map.of());
        advance(Duration.ofMinutes(6));
        await(other.lookAfterCalls());
        assertThat(other.census().openCalls()).isZero();
        assertThat(find(call).isOver()).isTrue();
    }
}
