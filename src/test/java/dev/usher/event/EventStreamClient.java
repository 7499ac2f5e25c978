package dev.usher.event;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.usher.identity.Accounts.Account;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads server-sent events as a browser does (WHATWG HTML, section 9.2.6). */
public final class EventStreamClient implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Event END = new Event(null, "end", "{}");
    private static final int SECONDS = 10;

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Consumer<Event> also;
    private final CompletableFuture<HttpResponse<Void>> response;
    private volatile Flow.Subscription lines;
    private volatile String lastEventId;
    private volatile int comments;

    /** An event with the id that holds after it; null before the first id. */
    public record Event(String id, String type, String data) {

        public JsonPath json() {
            return JsonPath.from(data);
        }

        @Override
        public String toString() {
            return type + " " + data;
        }
    }

    private EventStreamClient(HttpRequest request, Consumer<Event> also) {
        this.also = also;
        this.response = HTTP.sendAsync(request, BodyHandlers.fromLineSubscriber(new Lines()));
    }

    /** Opens a stream with credentials; null for none. */
    public static EventStreamClient open(String path, Account user, Map<String, String> headers) {
        return open(RestAssured.port, path, user, headers, event -> { });
    }

    /** Opens a stream of another process, and tells of its events. */
    public static EventStreamClient open(int port, String path, Account user, Map<String, String> headers,
            Consumer<Event> also) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .header("Accept", "text/event-stream");
        if (user != null) {
            request.header("X-User-Id", user.userId()).header("X-Auth-Token", user.token());
        }
        headers.forEach(request::header);
        return new EventStreamClient(request.build(), also);
    }

    public static EventStreamClient open(String path, Account user) {
        return open(path, user, Map.of());
    }

    /** The next event, waited for. */
    public Event next() {
        try {
            Event event = events.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("an event").isNotNull();
            return event;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next event, which must be of that type. */
    public Event next(String type) {
        Event event = next();
        assertThat(event.type()).as(event.toString()).isEqualTo(type);
        return event;
    }

    public List<Event> next(int count) {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(next());
        }
        return all;
    }

    /** Waits until the server ends the stream. */
    public void awaitEnd() {
        assertThat(next()).isSameAs(END);
    }

    public String lastEventId() {
        return lastEventId;
    }

    public int comments() {
        return comments;
    }

    @Override
    public void close() {
        if (lines != null) {
            lines.cancel();
        }
        response.cancel(true);
    }

    private final class Lines implements Flow.Subscriber<String> {
        private String type = "message";
        private final StringBuilder data = new StringBuilder();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            lines = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    Event event = new Event(lastEventId, type, data.toString());
                    also.accept(event);
                    events.add(event);
                }
                type = "message";
                data.setLength(0);
            } else if (line.startsWith(":")) {
                comments++;
            } else if (line.startsWith("id: ")) {
                lastEventId = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            }
        }

        @Override
        public void onError(Throwable failure) {
            events.add(END);
        }

        @Override
        public void onComplete() {
            events.add(END);
        }
    }
}
