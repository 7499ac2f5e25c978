package dev.usher.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.usher.call.Call;
import dev.usher.call.CallListener;
import dev.usher.call.CallRegistry;
import dev.usher.call.Participant;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What happens in calls, for those who look on. Costs nothing while nobody does, and joins nothing but putting an
 * event into a ring where somebody does.
 */
@Singleton
public class CallFeeds implements CallListener {

    /** How many open calls those see at first who look at all of them. */
    public static final int NEWEST = 500;

    /** How long the events of a call are kept for somebody to come back. */
    private static final Duration KEPT = Duration.ofMinutes(2);
    private static final Duration TIDY = Duration.ofSeconds(10);

    private final CallRegistry calls;
    private final EventsConfig config;
    private final Vertx vertx;
    private final Context context;
    private final Map<String, Feed> feeds = new ConcurrentHashMap<>();
    private final AtomicReference<Feed> ofAll = new AtomicReference<>();
    private final List<Consumer<CallEvent>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean listening = new AtomicBoolean();
    private final AtomicBoolean tidying = new AtomicBoolean();
    private final AtomicInteger readers = new AtomicInteger();

    @Inject
    CallFeeds(CallRegistry calls, EventsConfig config, Vertx vertx, MeterRegistry meters) {
        this.calls = calls;
        this.config = config;
        this.vertx = vertx;
        this.context = VertxContext.getRootContext(vertx.getOrCreateContext());
        Gauge.builder("usher.event.listeners", readers::get)
                .description("Open streams of events").register(meters);
    }

    /**
     * A reader of one call, which must exist. Fails with {@link TooManyListenersException}.
     *
     * @param seen the version that the reader knows already; null if it knows nothing
     */
    public FeedReader open(String callId, Long seen) {
        admit();
        AtomicReference<FeedReader> made = new AtomicReference<>();
        feeds.compute(callId, (id, known) -> {
            Feed feed = known == null ? feed(id) : known;
            made.set(new FeedReader(feed, seen, readers::decrementAndGet));
            feed.enter(made.get());
            return feed;
        });
        tidyLater();
        return made.get();
    }

    /** A reader of all calls. Fails with {@link TooManyListenersException}. */
    public FeedReader openAll() {
        admit();
        Feed feed = ofAll.updateAndGet(known -> known != null ? known : new Feed(false, config.history(),
                () -> calls.newestOpen(NEWEST).map(Told.AllCalls::new), context));
        FeedReader reader = new FeedReader(feed, null, readers::decrementAndGet);
        feed.enter(reader);
        return reader;
    }

    /** Hears of every event of every call from now on, of one call in order. Must take no time. */
    public void listen(Consumer<CallEvent> listener) {
        listeners.add(listener);
        begin();
    }

    private void admit() {
        if (readers.incrementAndGet() > config.maxListeners()) {
            readers.decrementAndGet();
            throw new TooManyListenersException();
        }
        begin();
    }

    private void begin() {
        if (listening.compareAndSet(false, true)) {
            calls.listen(this);
        }
    }

    private Feed feed(String callId) {
        return new Feed(true, config.history(), () -> calls.withParticipants(callId).map(Told.CallSnapshot::new),
                context);
    }

    private void tidy() {
        feeds.keySet().forEach(id -> feeds.computeIfPresent(id, (same, feed) -> feed.isIdleFor(KEPT) ? null : feed));
        tidying.set(false);
        tidyLater();
    }

    private void tidyLater() {
        if (!feeds.isEmpty() && tidying.compareAndSet(false, true)) {
            vertx.setTimer(TIDY.toMillis(), timer -> tidy());
        }
    }

    @Override
    public boolean follows(String callId) {
        Feed all = ofAll.get();
        return !listeners.isEmpty() || all != null && all.hasReaders() || feeds.containsKey(callId);
    }

    @Override
    public void participantChanged(Call call, Participant before, Participant now) {
        if (follows(call.id())) {
            CallEvent.of(call, before, now).forEach(this::tell);
        }
    }

    @Override
    public void started(Call call) {
        tell(new CallEvent.Started(call));
    }

    @Override
    public void renamed(Call call) {
        tell(new CallEvent.Renamed(call));
    }

    @Override
    public void ended(Call call) {
        tell(new CallEvent.Ended(call));
    }

    @Override
    public void missed() {
        feeds.values().forEach(Feed::missed);
        Feed all = ofAll.get();
        if (all != null) {
            all.missed();
        }
    }

    private void tell(CallEvent event) {
        Feed feed = feeds.get(event.call().id());
        if (feed != null) {
            feed.add(event);
        }
        Feed all = ofAll.get();
        if (all != null && all.hasReaders()) {
            all.add(event);
        }
        listeners.forEach(listener -> listener.accept(event));
    }
}
