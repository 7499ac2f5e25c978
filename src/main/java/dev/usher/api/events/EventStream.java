package dev.usher.api.events;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.usher.event.FeedReader;
import dev.usher.event.Told;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * One stream of events. It asks its reader for no more than the client takes: what a slow client has not taken yet
 * waits in the call's feed, where it waits for all, and is gone there some time. Everything runs on the request's
 * event loop.
 */
final class EventStream {

    /** How much is written at once. */
    private static final int BATCH_BYTES = 16 * 1024;
    private static final long REGULARLY_MILLIS = 2000;
    private static final int RETRY_MILLIS = 1000;
    private static final String HEARTBEAT = ":\n\n";

    private final EventStreams streams;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final FeedReader reader;
    private final Supplier<Buffer> regularly;
    private final Context context;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final long startedAt = System.nanoTime();
    private long writtenAt = startedAt;
    private long regularTimer = -1;
    private long timer = -1;
    private boolean closed;

    EventStream(EventStreams streams, HttpServerRequest request, FeedReader reader, Supplier<Buffer> regularly) {
        this.streams = streams;
        this.request = request;
        this.response = request.response();
        this.reader = reader;
        this.regularly = regularly;
        this.context = streams.vertx.getOrCreateContext();
    }

    void start() {
        if (response.closed()) {
            reader.close();
            return;
        }
        response.closeHandler(gone -> close());
        response.exceptionHandler(broken -> close());
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        if (request.version() != HttpVersion.HTTP_2) {
            response.putHeader("Connection", "close");
        }
        write(Buffer.buffer("retry: " + RETRY_MILLIS + "\n\n"));
        response.drainHandler(free -> pump());
        reader.onReady(this::wake);
        timer = streams.vertx.setPeriodic(Math.max(1, tick()), tick -> look());
        if (regularly != null) {
            write(regularly.get());
            regularTimer = streams.vertx.setPeriodic(REGULARLY_MILLIS, tick -> {
                if (!response.writeQueueFull()) {
                    write(regularly.get());
                }
            });
        }
        pump();
    }

    private long tick() {
        return Math.min(streams.config.heartbeat().toMillis(), streams.config.stallTimeout().toMillis()) / 2;
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            context.runOnContext(now -> {
                woken.set(false);
                pump();
            });
        }
    }

    private void pump() {
        while (!closed && !response.writeQueueFull()) {
            Buffer batch = batch();
            if (batch != null) {
                write(batch);
            } else if (reader.isOverrun()) {
                drop();
            } else {
                if (reader.isOver()) {
                    end();
                }
                return;
            }
        }
    }

    /** What there is to write, up to about the batch's size; null if there is nothing. */
    private Buffer batch() {
        Told told = reader.poll();
        if (told == null) {
            return null;
        }
        Buffer first = told.written(streams.writer::sse);
        if (first.length() >= BATCH_BYTES) {
            return first;
        }
        Buffer batch = first;
        Told next = reader.poll();
        if (next != null) {
            batch = first.copy();
        }
        for (; next != null; next = batch.length() < BATCH_BYTES ? reader.poll() : null) {
            batch.appendBuffer(next.written(streams.writer::sse));
        }
        return batch;
    }

    private void write(Buffer bytes) {
        writtenAt = System.nanoTime();
        response.write(bytes);
    }

    /** Sends a heartbeat where nothing is sent, drops a client that takes nothing, and ends what lasts too long. */
    private void look() {
        long now = System.nanoTime();
        if (response.writeQueueFull()) {
            if (now - writtenAt >= streams.config.stallTimeout().toNanos()) {
                drop();
            }
        } else if (now - startedAt >= streams.config.maxDuration().toNanos()) {
            end();
        } else if (now - writtenAt >= streams.config.heartbeat().toNanos()) {
            write(Buffer.buffer(HEARTBEAT));
        }
    }

    private void end() {
        close();
        response.end();
    }

    private void drop() {
        streams.dropped.increment();
        close();
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            request.connection().close();
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            streams.vertx.cancelTimer(timer);
            streams.vertx.cancelTimer(regularTimer);
            reader.close();
        }
    }
}
