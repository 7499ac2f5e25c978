package dev.usher.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jboss.logging.Logger;

import dev.usher.event.CallFeeds;
import dev.usher.event.EventFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Begins and ends telling others what happens, if any are configured. */
@Singleton
class Webhooks {

    private static final Logger LOG = Logger.getLogger(Webhooks.class);

    private static final Duration LAST_ATTEMPT = Duration.ofMillis(1500);
    private static final Duration CLOSE = Duration.ofMillis(500);

    private List<WebhookSender> senders = List.of();

    @Inject
    WebhooksConfig config;

    @Inject
    Instance<Turns> turns;

    @Inject
    Instance<CallFeeds> feeds;

    @Inject
    Instance<EventFormat> format;

    @Inject
    Clock clock;

    @Inject
    Vertx vertx;

    @Inject
    MeterRegistry meters;

    void start(@Observes StartupEvent event) {
        if (!config.byName().isEmpty()) {
            Set<String> types = format.get().types();
            senders = config.byName().entrySet().stream()
                    .map(entry -> sender(Webhook.of(entry.getKey(), entry.getValue(), types))).toList();
            senders.forEach(sender -> {
                feeds.get().listen(sender::offer);
                turns.get().enter(sender.name(), sender);
            });
        }
    }

    private WebhookSender sender(Webhook webhook) {
        return new WebhookSender(webhook, format.get(), turns.get(), vertx,
                VertxContext.getRootContext(vertx.getOrCreateContext()),
                new WebhookClient(webhook, vertx, clock), meters);
    }

    void stop(@Observes ShutdownEvent event) {
        if (!senders.isEmpty()) {
            within(LAST_ATTEMPT, all(WebhookSender::end));
            within(CLOSE, all(WebhookSender::close));
            senders.forEach(this::tellRest);
            within(CLOSE, turns.get().leave());
        }
    }

    private Uni<?> all(Function<WebhookSender, Uni<Void>> work) {
        return Uni.join().all(senders.stream().map(work).toList()).andCollectFailures();
    }

    private static void within(Duration time, Uni<?> work) {
        work.ifNoItem().after(time).fail().onFailure().recoverWithNull().await().indefinitely();
    }

    private void tellRest(WebhookSender sender) {
        int rest = sender.waiting();
        if (rest > 0 && turns.get().areShared()) {
            LOG.infof("The webhook %s: %d events are left to other processes", sender.name(), rest);
        } else if (rest > 0) {
            LOG.warnf("The webhook %s: %d events are lost", sender.name(), rest);
        }
    }
}
