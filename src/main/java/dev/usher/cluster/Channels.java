package dev.usher.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * What pods say to each other: messages on channels of Redis, heard in the order in which they were said on each, by a
 * connection of its own that is made again when it breaks. What was said meanwhile is lost, and that is told.
 */
@Singleton
class Channels {

    private static final Logger LOG = Logger.getLogger(Channels.class);

    private static final Duration CONNECT_AGAIN = Duration.ofMillis(200);
    private static final String MESSAGE = "message";
    private static final String SUBSCRIBED = "subscribe";
    private static final int MESSAGE_SIZE = 3;

    private final RedisStore store;
    private final Vertx vertx;
    private final Context context;
    private final Map<String, Consumer<String>> listeners = new ConcurrentHashMap<>();
    private final List<Runnable> gapListeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile RedisConnection connection;

    @Inject
    Channels(RedisStore store, Vertx vertx) {
        this.store = store;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
    }

    /** Hears what is said on a channel from now on. The listener must take no time. */
    void listen(String channel, Consumer<String> listener) {
        listeners.put(channel, listener);
        if (started.compareAndSet(false, true)) {
            context.runOnContext(now -> connect());
        } else if (connection != null) {
            subscribe(connection);
        }
    }

    /** Runs whenever messages may have been lost. */
    void onGap(Runnable listener) {
        gapListeners.add(listener);
    }

    private void connect() {
        store.open().subscribe().with(this::use, failure -> again());
    }

    private void again() {
        connection = null;
        vertx.setTimer(CONNECT_AGAIN.toMillis(), timer -> connect());
    }

    private void use(RedisConnection made) {
        made.exceptionHandler(failure -> LOG.debugf("The connection of the channels broke: %s", failure));
        made.endHandler(end -> again());
        made.handler(this::heard);
        connection = made;
        subscribe(made);
    }

    private void subscribe(RedisConnection to) {
        Request request = Request.cmd(Command.SUBSCRIBE);
        listeners.keySet().forEach(request::arg);
        to.send(request);
    }

    private void heard(Response message) {
        if (message == null || message.size() != MESSAGE_SIZE) {
            return;
        }
        String kind = message.get(0).toString();
        if (MESSAGE.equals(kind)) {
            Consumer<String> listener = listeners.get(message.get(1).toString());
            if (listener != null) {
                listener.accept(message.get(2).toString());
            }
        } else if (SUBSCRIBED.equals(kind) && message.get(2).toInteger() == listeners.size()) {
            gapListeners.forEach(Runnable::run);
        }
    }
}
