package dev.usher.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jboss.logging.Logger;

import dev.usher.webhook.Turns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The turns of pods: a lease in Redis for each webhook, see turn.lua, and a channel on which who has it says what is
 * settled, in batches. While Redis is away a lease ends here when it may end there.
 */
@Singleton
@Typed(RedisTurns.class)
public class RedisTurns implements Turns {

    private static final Logger LOG = Logger.getLogger(RedisTurns.class);

    private static final int RENEWALS_IN_A_LEASE = 4;
    private static final Duration TELL = Duration.ofMillis(300);
    private static final String GIVE_BACK = "0";
    private static final String FROM = "from";
    private static final String WEBHOOK = "webhook";
    private static final String SETTLED = "settled";

    private final RedisStore store;
    private final Channels channels;
    private final Pods pods;
    private final Vertx vertx;
    private final Duration lease;
    private final Script script = Script.named("turn");
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();
    /** Until when this pod has the leases that it has. */
    private final Map<String, Long> mine = new ConcurrentHashMap<>();
    /** By webhook and call. */
    private final Map<String, Map<String, Settled>> untold = new ConcurrentHashMap<>();
    private volatile boolean left;

    @Inject
    RedisTurns(RedisStore store, Channels channels, Pods pods, Vertx vertx, StoreConfig config) {
        this.store = store;
        this.channels = channels;
        this.pods = pods;
        this.vertx = vertx;
        this.lease = config.podLease();
    }

    @Override
    public synchronized void enter(String webhook, Follower follower) {
        if (followers.isEmpty()) {
            channels.listen(Keys.WEBHOOKS, this::heard);
            vertx.setPeriodic(TELL.toMillis(), tick -> followers.keySet().forEach(this::tellAll));
            vertx.setPeriodic(Math.max(1, lease.toMillis() / RENEWALS_IN_A_LEASE),
                    tick -> followers.keySet().forEach(this::take));
        }
        followers.put(webhook, follower);
        take(webhook);
    }

    @Override
    public boolean isMine(String webhook) {
        Long until = mine.get(webhook);
        return until != null && System.nanoTime() - until < 0;
    }

    /** Takes the turn if nobody has it, or keeps it. */
    private void take(String webhook) {
        if (!left) {
            long asked = System.nanoTime();
            ask(webhook, String.valueOf(lease.toMillis())).subscribe().with(
                    isMine -> taken(webhook, isMine, asked + lease.toNanos()),
                    away -> LOG.debugf("The turn of the webhook %s was not asked for: %s", webhook, away));
        }
    }

    private void taken(String webhook, boolean isMine, long until) {
        if (!isMine || left) {
            mine.remove(webhook);
        } else {
            boolean wasMine = isMine(webhook);
            mine.put(webhook, until);
            if (!wasMine) {
                LOG.debugf("This pod sends the events of the webhook %s", webhook);
                followers.get(webhook).turnCame();
            }
        }
    }

    private Uni<Boolean> ask(String webhook, String millis) {
        return store.run(script, List.of(Keys.webhook(webhook)), pods.me(), millis)
                .map(answer -> answer.toInteger() == 1);
    }

    @Override
    public void tell(String webhook, Settled upTo) {
        untold.computeIfAbsent(webhook, name -> new ConcurrentHashMap<>()).put(upTo.callId(), upTo);
    }

    private void tellAll(String webhook) {
        toldAll(webhook).subscribe().with(told -> { }, away ->
                LOG.debugf("What the webhook %s has taken was not told: %s", webhook, away));
    }

    private Uni<Void> toldAll(String webhook) {
        Map<String, Settled> batch = new HashMap<>();
        Map<String, Settled> all = untold.computeIfAbsent(webhook, name -> new ConcurrentHashMap<>());
        all.forEach((callId, upTo) -> {
            if (all.remove(callId, upTo)) {
                batch.put(callId, upTo);
            }
        });
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        JsonObject settled = new JsonObject();
        batch.forEach((callId, upTo) -> settled.put(callId, new JsonArray().add(upTo.version()).add(upTo.eventId())));
        return say(new JsonObject().put(WEBHOOK, webhook).put(SETTLED, settled))
                .onFailure().invoke(() -> batch.forEach(all::putIfAbsent));
    }

    private Uni<Void> say(JsonObject message) {
        return store.send(Command.PUBLISH, Keys.WEBHOOKS, message.put(FROM, pods.me()).encode()).replaceWithVoid();
    }

    private void heard(String text) {
        JsonObject message = new JsonObject(text);
        String webhook = message.getString(WEBHOOK);
        Follower follower = followers.get(webhook);
        if (follower == null || pods.me().equals(message.getString(FROM))) {
            return;
        }
        JsonObject settled = message.getJsonObject(SETTLED);
        if (settled == null) {
            take(webhook);
        } else {
            settled.forEach(entry -> {
                JsonArray upTo = (JsonArray) entry.getValue();
                follower.settled(new Settled(entry.getKey(), upTo.getLong(0), upTo.getString(1)));
            });
        }
    }

    @Override
    public Uni<Void> leave() {
        left = true;
        List<Uni<Void>> each = followers.keySet().stream().map(this::leave).toList();
        return Uni.join().all(each).andCollectFailures().replaceWithVoid();
    }

    private Uni<Void> leave(String webhook) {
        return toldAll(webhook).chain(() -> ask(webhook, GIVE_BACK))
                .flatMap(wasMine -> {
                    mine.remove(webhook);
                    return wasMine ? say(new JsonObject().put(WEBHOOK, webhook)) : Uni.createFrom().voidItem();
                });
    }

    @Override
    public boolean areShared() {
        return true;
    }
}
