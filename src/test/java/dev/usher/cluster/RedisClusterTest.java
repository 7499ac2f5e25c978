package dev.usher.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.usher.call.Call;
import dev.usher.call.CallListener;
import dev.usher.call.Devices;
import dev.usher.call.Participant;
import dev.usher.call.Person;
import dev.usher.identity.Token;
import dev.usher.ratelimit.Limit;
import dev.usher.ratelimit.LimitKey;
import dev.usher.videochat.Invite;
import dev.usher.videochat.Invites.Redemption;
import dev.usher.videochat.Subscriptions.Owner;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.RedisClientType;

import static org.assertj.core.api.Assertions.assertThat;

/** Redis Cluster, which refuses scripts whose keys are not all in one slot. */
class RedisClusterTest {

    private static final Person.Member JANE = new Person.Member("jane-id", "jane", "Jane Doe");

    @RegisterExtension
    static final TestStore STORE = new TestStore(RedisServer.asCluster(), RedisClientType.CLUSTER);

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void callsLiveThere() {
        RedisCallRegistry registry = STORE.registry(Map.of());
        List<Participant> heard = new CopyOnWriteArrayList<>();
        registry.listen(new CallListener() {
            @Override
            public void participantChanged(Call call, Participant before, Participant now) {
                heard.add(now);
            }

            @Override
            public void ended(Call call) {
                // not looked at
            }
        });
        Awaitility.await().until(() -> STORE.server.cli("PUBSUB", "NUMSUB", Keys.EVENTS).contains("1"));
        Call call = await(registry.add(Call.conference("room", "Title", JANE, true, "meet", Instant.now())));
        await(registry.join(call.id(), JANE, Devices.of(true, false)));
        await(registry.heartbeat(call.id(), JANE.id()));
        assertThat(await(registry.inRoom("room", 0, 10)).calls().get(0).participants()).hasSize(1);
        assertThat(await(registry.newestOpen(10))).hasSize(1);
        await(registry.end(call.id(), JANE));
        await(registry.lookAfterCalls());
        assertThat(registry.census().openCalls()).isZero();
        Awaitility.await().untilAsserted(() -> assertThat(heard).hasSize(2));
    }

    @Test
    void soDoLimitsAndLogins() {
        Limit limit = new Limit("join", 2, Duration.ofSeconds(5));
        for (boolean accepted : List.of(true, true, false)) {
            assertThat(await(STORE.limiter().acquire(limit, LimitKey.user("jane"))).accepted()).isEqualTo(accepted);
        }
        RedisLoginTokens tokens = STORE.tokens(1);
        Instant later = Instant.now().plusSeconds(60);
        await(tokens.add("one", "jane", later));
        await(tokens.add("two", "jane", later));
        assertThat(await(tokens.userId("one"))).isEmpty();
        assertThat(await(tokens.userId("two"))).contains("jane");
    }

    @Test
    void soDoInvitesAndSubscriptions() {
        RedisCallRegistry registry = STORE.registry(Map.of());
        Call call = await(registry.add(Call.conference("room", null, JANE, true, "meet", Instant.now())));
        RedisInvites invites = new RedisInvites(STORE.store());
        await(invites.add(new Invite(call.id(), Token.hash("secret"), Invite.Role.SPEAKER, null, 1)));
        assertThat(await(invites.redeem(call.id(), "secret", "jane"))).isEqualTo(Redemption.SPEAKER);
        assertThat(await(invites.redeem(call.id(), "secret", "john"))).isEqualTo(Redemption.EXPIRED);
        RedisSubscriptions subscriptions = new RedisSubscriptions(STORE.store());
        Owner owner = new Owner(call.id(), "jane");
        assertThat(await(subscriptions.begin(owner, "1"))).isEmpty();
        assertThat(await(subscriptions.begin(owner, "2"))).isEqualTo(Optional.of("1"));
        await(subscriptions.settle(owner, "2"));
        await(subscriptions.change(owner, "2"));
    }
}
