package dev.usher.webhook;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import dev.usher.event.CallEvent;
import dev.usher.event.EventFormat;
import dev.usher.webhook.Outbox.Waiting;
import dev.usher.webhook.WebhookClient.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.StreamResetException;

/**
 * Sends events to one webhook, while it is this process's turn: those of different calls at the same time, those of one
 * call one after the other, each until it is taken or was tried for long enough. All but {@link #offer} and the
 * outbox happens in one context.
 */
final class WebhookSender implements Turns.Follower {

    private static final Logger LOG = Logger.getLogger(WebhookSender.class);

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(1);
    /** How often it is looked whether something has waited for too long. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** So many failures, one after the other, are an outage. */
    private static final int OUTAGE = 3;
    private static final Duration TELL_DROPS_AGAIN = Duration.ofMinutes(1);

    private final Webhook webhook;
    private final EventFormat format;
    private final Turns turns;
    private final Vertx vertx;
    private final Context context;
    private final WebhookClient client;
    private final Outbox outbox;
    private final Counter delivered;
    private final Counter refused;
    private final Counter unanswered;
    private final Counter dropped;

    private final AtomicBoolean signalled = new AtomicBoolean();
    private Long timer;
    private int underWay;
    private long pausedUntil = System.nanoTime();
    private int failures;
    private boolean dropsTold;
    private long dropsToldAt;
    private boolean ending;
    private boolean closed;
    /** Who waits for nothing to be under way; null before the end. */
    private UniEmitter<? super Void> idle;

    WebhookSender(Webhook webhook, EventFormat format, Turns turns, Vertx vertx, Context context, WebhookClient client,
            MeterRegistry meters) {
        this.webhook = webhook;
        this.format = format;
        this.turns = turns;
        this.vertx = vertx;
        this.context = context;
        this.client = client;
        this.outbox = new Outbox(webhook.maxWaiting(), webhook.retryFor().toNanos());
        this.delivered = deliveries("delivered", meters);
        this.refused = deliveries("refused", meters);
        this.unanswered = deliveries("failed", meters);
        this.dropped = Counter.builder("usher.webhook.dropped").tag("webhook", webhook.name())
                .description("Events that were given up").register(meters);
        Gauge.builder("usher.webhook.waiting", this::waiting).tag("webhook", webhook.name())
                .description("Events that this process has to send").register(meters);
    }

    private Counter deliveries(String outcome, MeterRegistry meters) {
        return Counter.builder("usher.webhook.deliveries").tag("webhook", webhook.name()).tag("outcome", outcome)
                .description("Attempts to send an event").register(meters);
    }

    String name() {
        return webhook.name();
    }

    /** How many events this process has to send. */
    int waiting() {
        return turns.isMine(webhook.name()) ? outbox.size() : 0;
    }

    /** Takes an event to be sent. Takes no time. */
    void offer(CallEvent event) {
        if (webhook.types().contains(format.type(event))) {
            outbox.add(event, System.nanoTime());
            signal();
        }
    }

    @Override
    public void turnCame() {
        signal();
    }

    @Override
    public void settled(Turns.Settled upTo) {
        outbox.forget(upTo);
    }

    private void signal() {
        if (signalled.compareAndSet(false, true)) {
            context.runOnContext(now -> {
                signalled.set(false);
                work();
            });
        }
    }

    private void work() {
        if (!closed) {
            sendNext(System.nanoTime());
        }
        if (idle != null && underWay == 0) {
            idle.complete(null);
        }
    }

    private void sendNext(long now) {
        outbox.pass(now);
        countDropped();
        if (turns.isMine(webhook.name()) && (now - pausedUntil >= 0 || ending)) {
            while (underWay < webhook.maxConcurrent()) {
                Waiting next = outbox.next();
                if (next == null) {
                    break;
                }
                send(next);
            }
        }
        lookAgain(now);
    }

    private void lookAgain(long now) {
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
        if (outbox.size() > 0) {
            long due = outbox.due();
            long wait = due == Long.MAX_VALUE ? LOOK.toMillis()
                    : Duration.ofNanos(Math.max(due, pausedUntil) - now).toMillis() + 1;
            timer = vertx.setTimer(Math.max(1, Math.min(wait, LOOK.toMillis())), look -> {
                timer = null;
                work();
            });
        }
    }

    private void send(Waiting event) {
        underWay++;
        Uni.createFrom().deferred(() -> client.post(EventId.of(event.event), format.json(event.event)))
                .emitOn(command -> context.runOnContext(here -> command.run()))
                .subscribe().with(answer -> heard(event, answer), failure -> {
                    unanswered.increment();
                    failed(event, reason(failure), Duration.ZERO);
                });
    }

    private static String reason(Throwable failure) {
        boolean isOurs = failure instanceof StreamResetException && failure.getCause() != null;
        return String.valueOf(isOurs ? failure.getCause().getMessage() : failure);
    }

    private void heard(Waiting event, Answer answer) {
        if (answer.isTaken()) {
            delivered.increment();
            if (failures >= OUTAGE) {
                LOG.infof("The webhook %s takes events again", webhook.name());
                outbox.hurry();
            }
            failures = 0;
            dropsTold &= System.nanoTime() - dropsToldAt < TELL_DROPS_AGAIN.toNanos();
            settle(event);
            over();
        } else {
            refused.increment();
            failed(event, "status " + answer.status(), Duration.ofSeconds(answer.retryAfter().orElse(0)));
        }
    }

    private void failed(Waiting event, String how, Duration retryAfter) {
        if (++failures == OUTAGE && !closed) {
            LOG.warnf("The webhook %s takes no events: %s", webhook.name(), how);
        }
        long now = System.nanoTime();
        Duration pause = retryAfter.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : retryAfter;
        pausedUntil = Math.max(pausedUntil, now + pause.toNanos());
        outbox.retry(event, now + backoff(event.attempts()));
        over();
    }

    /** Nanoseconds from half a second on, each time twice as long, more or less. */
    private static long backoff(int attempts) {
        long doubled = FIRST_RETRY.toNanos() << Math.min(attempts - 1, Integer.SIZE / 2);
        return (long) (Math.min(doubled, LAST_RETRY.toNanos()) * ThreadLocalRandom.current().nextDouble(0.75, 1.25));
    }

    private void over() {
        underWay--;
        work();
    }

    private void settle(Waiting event) {
        CallEvent sent = event.event;
        outbox.settle(event);
        turns.tell(webhook.name(), new Turns.Settled(sent.call().id(), sent.call().version(), EventId.of(sent)));
    }

    /** Counts what was given up, by the process that should have sent it. */
    private void countDropped() {
        int events = outbox.dropped();
        if (events > 0 && turns.isMine(webhook.name())) {
            dropped.increment(events);
            if (!dropsTold) {
                LOG.warnf("The webhook %s takes too few events: some are given up", webhook.name());
                dropsTold = true;
                dropsToldAt = System.nanoTime();
            }
        }
    }

    /** Tries all that waits once more. Completes when that is done. */
    Uni<Void> end() {
        return whenIdle(() -> {
            ending = true;
            outbox.hurry();
        });
    }

    /** Sends nothing more, and breaks off what is under way. */
    Uni<Void> close() {
        return whenIdle(() -> {
            closed = true;
            client.close();
        });
    }

    private Uni<Void> whenIdle(Runnable first) {
        return Uni.createFrom().<Void>emitter(emitter -> context.runOnContext(now -> {
            idle = emitter;
            first.run();
            work();
        }));
    }
}
