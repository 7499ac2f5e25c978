package dev.usher.event;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.usher.Metrics;
import dev.usher.Ports;
import dev.usher.UsherProfile;
import dev.usher.cluster.UsherProcess;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import io.restassured.path.json.JsonPath;

import static org.assertj.core.api.Assertions.assertThat;

/** Many who look on at one call that changes fast. */
@Tag("slow")
class EventsUnderLoadIT {

    private static final int LISTENERS = 500;
    private static final int CHANGES = 1000;
    private static final int STALLED = 50;
    private static final int CHANGES_BEFORE_MEASURED = 5000;
    /** What is told of so many changes to those who take nothing is 350 MB. */
    private static final int CHANGES_WHILE_STALLED = 20_000;
    private static final long FLAT_BYTES = 100_000_000;
    private static final int AT_A_TIME = 16;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Account admin = Accounts.admin();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private UsherProcess usher;
    private String callId;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> settings = new HashMap<>(new UsherProfile().getConfigOverrides());
        settings.put("usher.events.stall-timeout", "10s");
        usher = new UsherProcess(settings, Ports.free()).start().awaitReady();
        callId = post("video-conference.start", "{\"roomId\":\"crowd\"}").join().getString("data.callId");
        post("video-conference.join", "{\"callId\":\"" + callId + "\"}").join();
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        for (AutoCloseable each : open) {
            each.close();
        }
        usher.close();
    }

    private CompletableFuture<JsonPath> post(String endpoint, String body) {
        return client.sendAsync(HttpRequest.newBuilder(URI.create(usher.url() + "/api/v1/" + endpoint))
                .header("Content-Type", "application/json")
                .header("X-User-Id", admin.userId()).header("X-Auth-Token", admin.token())
                .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()).thenApply(answer -> {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    return JsonPath.from(answer.body());
                });
    }

    /** Changes the call so many times, many at the same time. */
    private void change(int times) throws InterruptedException {
        Semaphore free = new Semaphore(AT_A_TIME);
        List<CompletableFuture<?>> changes = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            free.acquire();
            changes.add(post("video-conference.state", "{\"callId\":\"%s\",\"state\":{\"mic\":%s}}"
                    .formatted(callId, i % 2 == 0)).whenComplete((answer, failure) -> free.release()));
        }
        changes.forEach(CompletableFuture::join);
    }

    private long version() {
        try (EventStreamClient stream = listen(null, new ConcurrentLinkedQueue<>())) {
            return Long.parseLong(stream.next("snapshot").id());
        }
    }

    private EventStreamClient listen(String lastEventId, ConcurrentLinkedQueue<Long> versions) {
        EventStreamClient stream = EventStreamClient.open(usher.port(), "video-conference.events?callId=" + callId,
                admin, lastEventId == null ? Map.of() : Map.of("Last-Event-ID", lastEventId),
                event -> versions.add(Long.parseLong(event.id())));
        open.add(stream);
        return stream;
    }

    @Test
    void everyListenerSeesEveryChangeInOrder() throws Exception {
        List<ConcurrentLinkedQueue<Long>> seen = IntStream.range(0, LISTENERS)
                .<ConcurrentLinkedQueue<Long>>mapToObj(number -> new ConcurrentLinkedQueue<>()).toList();
        seen.forEach(versions -> listen(null, versions));
        Awaitility.await().atMost(LONG).until(() -> seen.stream().noneMatch(ConcurrentLinkedQueue::isEmpty));
        long first = seen.get(0).peek();
        change(CHANGES);
        List<Long> all = LongStream.rangeClosed(first, first + CHANGES).boxed().toList();
        Awaitility.await().atMost(LONG).until(() -> seen.stream().allMatch(versions -> versions.size() >= all.size()));
        assertThat(seen).allSatisfy(versions -> assertThat(versions).containsExactlyElementsOf(all));
    }

    @Test
    void whoIsCutOffAgainAndAgainMissesNothing() throws Exception {
        List<ConcurrentLinkedQueue<Long>> seen = IntStream.range(0, 20)
                .<ConcurrentLinkedQueue<Long>>mapToObj(number -> new ConcurrentLinkedQueue<>()).toList();
        long first = version();
        List<CompletableFuture<Void>> unsteady = seen.stream()
                .map(versions -> CompletableFuture.runAsync(() -> listenUnsteadily(versions, first + CHANGES), threads)).toList();
        Awaitility.await().atMost(LONG).until(() -> seen.stream().noneMatch(ConcurrentLinkedQueue::isEmpty));
        change(CHANGES);
        unsteady.forEach(CompletableFuture::join);
        List<Long> all = LongStream.rangeClosed(first, first + CHANGES).boxed().toList();
        assertThat(seen).allSatisfy(versions -> assertThat(versions).containsExactlyElementsOf(all));
    }

    private void listenUnsteadily(ConcurrentLinkedQueue<Long> versions, long last) {
        String lastEventId = null;
        long version = -1;
        while (version < last) {
            try (EventStreamClient stream = listen(lastEventId, new ConcurrentLinkedQueue<>())) {
                int events = 1 + ThreadLocalRandom.current().nextInt(50);
                for (int i = 0; i < events && version < last; i++) {
                    EventStreamClient.Event event = stream.next();
                    lastEventId = event.id();
                    version = Long.parseLong(lastEventId);
                    versions.add(version);
                }
            }
        }
    }

    @Test
    void whoTakesNothingCostsNothingAndIsCutOff() throws Exception {
        for (int i = 0; i < STALLED; i++) {
            open.add(stalled());
        }
        ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
        listen(null, seen);
        Awaitility.await().atMost(LONG).until(() -> !seen.isEmpty());
        long first = seen.peek();
        change(CHANGES_BEFORE_MEASURED);
        long before = usher.residentBytes();
        change(CHANGES_WHILE_STALLED);
        long grown = usher.residentBytes() - before;
        System.out.printf("%d stalled readers, %d changes: %.1f MB resident, then %.1f MB more%n", STALLED,
                CHANGES_WHILE_STALLED, before / 1e6, grown / 1e6);
        assertThat(grown).isLessThan(FLAT_BYTES);
        Awaitility.await().atMost(LONG).until(() -> seen.size() == CHANGES_BEFORE_MEASURED + CHANGES_WHILE_STALLED + 1);
        assertThat(seen).first().isEqualTo(first);
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(200)).until(() ->
                Metrics.of(usher.port(), "usher_event_listeners_dropped_total") == STALLED);
        assertThat(Metrics.of(usher.port(), "usher_event_listeners")).isEqualTo(1);
    }

    /** A client that asks for the events, and takes none. */
    private Socket stalled() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress("127.0.0.1", usher.port()));
        socket.getOutputStream().write(("GET /api/v1/video-conference.events?callId=%s HTTP/1.1\r\nHost: usher\r\n"
                + "X-User-Id: %s\r\nX-Auth-Token: %s\r\n\r\n").formatted(callId, admin.userId(), admin.token())
                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
