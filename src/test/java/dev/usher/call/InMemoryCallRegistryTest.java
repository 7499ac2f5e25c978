package dev.usher.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.TestConfig;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryCallRegistryTest extends CallRegistryContract {

    private final MutableClock clock = new MutableClock();
    private InMemoryCallRegistry latest;

    @Override
    protected CallRegistry registry(Map<String, String> settings) {
        latest = new InMemoryCallRegistry(clock, TestConfig.of(CallConfig.class, settings),
                TestConfig.of(RegistryConfig.class, settings));
        return latest;
    }

    @Override
    protected Instant now() {
        return clock.instant();
    }

    @Override
    protected void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    protected Duration tolerance() {
        return Duration.ZERO;
    }

    @Override
    protected void expire() {
        latest.expire();
    }

    @Test
    void theCensusIsNeverLate() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(registry.census()).isEqualTo(new CallRegistry.Census(1, 1));
        clock.advance(Duration.ofHours(24));
        latest.expire();
        assertThat(registry.census()).isEqualTo(new CallRegistry.Census(0, 0));
    }

    @Test
    void listenersHaveHeardWhenAnOperationIsDone() {
        List<String> events = new ArrayList<>();
        registry.listen(new CallListener() {
            @Override
            public void participantChanged(Call call, Participant before, Participant now) {
                events.add(now.person().id());
            }

            @Override
            public void ended(Call call) {
                events.add("ended");
            }
        });
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(events).containsExactly(JANE.id());
        clock.advance(Duration.ofHours(24));
        latest.expire();
        assertThat(events).containsExactly(JANE.id(), JANE.id(), "ended");
    }
}
