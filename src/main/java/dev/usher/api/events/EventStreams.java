package dev.usher.api.events;

import java.util.function.Supplier;

import dev.usher.event.EventsConfig;
import dev.usher.event.FeedReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Sends readers what they read, as server-sent events. */
@Singleton
public class EventStreams {

    final Vertx vertx;
    final EventsConfig config;
    final EventWriter writer;
    final Counter dropped;

    @Inject
    EventStreams(Vertx vertx, EventsConfig config, EventWriter writer, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.writer = writer;
        this.dropped = Counter.builder("usher.event.listeners.dropped")
                .description("Streams of events that ended since their readers were too slow").register(meters);
    }

    /** Answers a request with what a reader reads. Never completes: the response is ended here, and not by the caller. */
    public Uni<Void> send(HttpServerRequest request, FeedReader reader) {
        return send(request, reader, null);
    }

    /** As {@link #send}, with data of that type that is sent at once and then every two seconds, without an id. */
    public Uni<Void> send(HttpServerRequest request, FeedReader reader, String type, Supplier<?> data) {
        return send(request, reader, () -> writer.sse(null, type, data.get()));
    }

    private Uni<Void> send(HttpServerRequest request, FeedReader reader, Supplier<Buffer> regularly) {
        return Uni.createFrom().emitter(never -> new EventStream(this, request, reader, regularly).start());
    }
}
