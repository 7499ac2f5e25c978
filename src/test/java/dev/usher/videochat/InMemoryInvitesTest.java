package dev.usher.videochat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.TestConfig;
import dev.usher.call.CallConfig;
import dev.usher.call.CallRegistry;
import dev.usher.call.InMemoryCallRegistry;
import dev.usher.call.MutableClock;
import dev.usher.call.Person;
import dev.usher.call.RegistryConfig;
import dev.usher.videochat.Invite.Role;
import dev.usher.videochat.Invites.Redemption;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryInvitesTest extends InvitesContract {

    private final MutableClock clock = new MutableClock();
    private final CallRegistry calls = new InMemoryCallRegistry(clock, TestConfig.of(CallConfig.class, Map.of()),
            TestConfig.of(RegistryConfig.class, Map.of()));
    private final Invites invites = new InMemoryInvites(clock, calls);

    @Override
    protected Invites invites() {
        return invites;
    }

    @Override
    protected CallRegistry calls() {
        return calls;
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

    @Test
    void invitesAreInvalidAtOnceWhenTheCallIsEnded() {
        String call = call();
        invite(call, "secret", Role.SPEAKER, null, null);
        await(calls.end(call, new Person.Member("jane-id", "jane", "Jane Doe")));
        assertThat(redeem(call, "secret", "user")).isEqualTo(Redemption.INVALID);
    }
}
