package dev.usher.call;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.usher.call.CallException.Reason;
import dev.usher.call.Connection.SourceGroup;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What every {@link CallRegistry} does. Who extends it says how to make one and how to move its time. At any time there
 * is one registry: making another takes the former's place, and everything here is about the latest.
 */
public abstract class CallRegistryContract {

    protected static final Person.Member JANE = new Person.Member("jane-id", "jane", "Jane Doe");
    protected static final Person.Member JOHN = new Person.Member("john-id", "john", "John");
    protected static final Devices MIC_ONLY = Devices.of(true, false);
    protected static final Devices BOTH = Devices.of(true, true);

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final Duration EMPTY_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration RING_TIMEOUT = Duration.ofSeconds(40);
    private static final Duration MAX_DURATION = Duration.ofHours(24);
    private static final Duration RETENTION = Duration.ofHours(1);

    /** The registry that the test is about. */
    protected CallRegistry registry;

    /** What happened in calls, in the order in which it was heard. */
    protected final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());

    /** The calls that were heard to begin, and the titles with the versions in which calls had them. */
    private final List<Call> begun = Collections.synchronizedList(new ArrayList<>());
    private final List<String> titles = Collections.synchronizedList(new ArrayList<>());

    /** What a listener was told; {@code before} and {@code now} are null for a call that has ended. */
    protected record Heard(Call call, Participant before, Participant now) {

        String summary() {
            return now == null ? "ended"
                    : now.person().id() + " " + (now.isPresent() ? "is present" : now.leftReason());
        }
    }

    /**
     * A fresh registry without any calls, in place of the one made before. Its listeners hear of everything from the
     * moment on at which it is returned.
     *
     * @param settings those below usher.call and usher.registry that differ from the defaults
     */
    protected abstract CallRegistry registry(Map<String, String> settings);

    /** The registry's time. */
    protected abstract Instant now();

    /** Moves the registry's time forward. Nothing else happens by that. */
    protected abstract void advance(Duration by);

    /**
     * How far the registry's time may go on by itself during a test: zero for one that stands still. Some hundred
     * milliseconds at the most, as some of what is tested lasts for seconds.
     */
    protected abstract Duration tolerance();

    /** Lets the latest registry do once what it does every now and then. */
    protected abstract void expire();

    @BeforeEach
    void start() {
        make(Map.of());
    }

    private void make(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "usher.registry.max-calls", "1000",
                "usher.registry.max-participants-per-call", "5000",
                "usher.registry.retention", "1h"));
        all.putAll(settings);
        registry = registry(all);
    }

    private void make(int maxCalls, int maxParticipants) {
        make(Map.of("usher.registry.max-calls", String.valueOf(maxCalls),
                "usher.registry.max-participants-per-call", String.valueOf(maxParticipants)));
    }

    /** The time to the millisecond, which any registry keeps. */
    private Instant millis() {
        return now().truncatedTo(ChronoUnit.MILLIS);
    }

    protected final Call startCall() {
        return startCallIn("room");
    }

    private Call startCallIn(String room) {
        return await(registry.add(Call.conference(room, "Title", JANE, true, "meet", millis()).withUrl("url")));
    }

    private Call ring() {
        return await(registry.add(Call.direct("room", JANE, JOHN.id(), false, "meet", millis())));
    }

    protected final Call startVideoChat() {
        VideoChat how = new VideoChat(VideoChat.Mode.VIDEO, false, false, null, millis());
        return await(registry.add(Call.videoChat("room", null, JANE, how, millis())));
    }

    private Call schedule(Duration in) {
        VideoChat later = new VideoChat(VideoChat.Mode.VOICE, false, false, millis().plus(in), null);
        return await(registry.add(Call.videoChat("room", null, JANE, later, millis())));
    }

    protected final Call find(Call call) {
        return await(registry.find(call.id()));
    }

    protected final Participant participant(Call call, Person person) {
        return await(registry.participant(call.id(), person.id())).orElseThrow();
    }

    private List<Participant> participants(Call call) {
        return await(registry.withParticipants(call.id())).participants();
    }

    protected static Connection connection(String id, int audioSource, Integer... videoSources) {
        return new Connection(id, audioSource, videoSources.length == 0 ? List.of()
                : List.of(new SourceGroup("FID", List.of(videoSources))));
    }

    protected static Joining joining(Person person, Person seenAs, Connection connection) {
        return new Joining(person, seenAs, BOTH, Speaking.ALLOWED, connection);
    }

    private static Joining speaking(Person person, Speaking right) {
        return new Joining(person, person, BOTH, right, connection("c-" + person.id(), 1, 2, 3));
    }

    private static ParticipantChange decide(Speaking right) {
        return new ParticipantChange(Devices.UNKNOWN, right, null);
    }

    private static ParticipantChange hand(boolean raised) {
        return new ParticipantChange(Devices.UNKNOWN, null, raised);
    }

    private static ParticipantChange mic(boolean on) {
        return ParticipantChange.of(Devices.of(on, null));
    }

    private static ParticipantChange cam(boolean on) {
        return ParticipantChange.of(Devices.of(null, on));
    }

    private static Person.Guest guest(int number) {
        return new Person.Guest(Person.Guest.PREFIX + number, null);
    }

    protected static <T> T await(Uni<T> uni) {
        return uni.await().atMost(DEADLINE);
    }

    protected static void assertRefused(Uni<?> operation, Reason reason) {
        assertThatThrownBy(() -> await(operation)).isInstanceOfSatisfying(CallException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    /** That something happened at a time, or as much later as the registry's time went on by itself. */
    private void assertAt(Instant actual, Instant expected) {
        Instant earliest = expected.truncatedTo(ChronoUnit.MILLIS);
        assertThat(actual.truncatedTo(ChronoUnit.MILLIS)).isBetween(earliest, earliest.plus(tolerance()));
    }

    private void assertJust(Instant actual) {
        Instant latest = millis();
        assertThat(actual.truncatedTo(ChronoUnit.MILLIS)).isBetween(latest.minus(tolerance()), latest);
    }

    /** That one time is exactly that much after another, to the millisecond. */
    private static void assertAfter(Instant actual, Instant earlier, Duration by) {
        assertThat(actual.truncatedTo(ChronoUnit.MILLIS)).isEqualTo(earlier.plus(by).truncatedTo(ChronoUnit.MILLIS));
    }

    /** Advances so far that what has begun just now and lasts for that long has nearly come to its end. */
    private void nearlyAdvance(Duration by) {
        advance(by.minus(slack()));
    }

    /** Advances from where {@link #nearlyAdvance} led to the end. */
    private void advanceTheRest() {
        advance(slack());
    }

    /** A millisecond if time stands still. */
    private Duration slack() {
        return INSTANT.plus(tolerance());
    }

    private void listen() {
        registry.listen(new CallListener() {
            @Override
            public void participantChanged(Call call, Participant before, Participant now) {
                heard.add(new Heard(call, before, now));
            }

            @Override
            public void started(Call call) {
                begun.add(call);
            }

            @Override
            public void renamed(Call call) {
                titles.add(call.title() + " " + call.version());
            }

            @Override
            public void ended(Call call) {
                heard.add(new Heard(call, null, null));
            }
        });
    }

    private List<Heard> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    private List<Heard> heardOf(Call call) {
        return heard().stream().filter(event -> event.call().id().equals(call.id())).toList();
    }

    private void assertHeard(String... summaries) {
        eventually(() -> assertThat(heard()).extracting(Heard::summary).containsExactly(summaries));
    }

    private void assertCountHeard(int events) {
        eventually(() -> assertThat(heard()).hasSize(events));
    }

    private void assertCensus(long openCalls, long participants) {
        eventually(() -> assertThat(registry.census())
                .isEqualTo(new CallRegistry.Census(openCalls, participants)));
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(DEADLINE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                .untilAsserted(assertion);
    }

    /** What the operations return, or the refusals with which they fail. */
    private static List<Object> inParallel(int times, IntFunction<Uni<?>> operation) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Object>> tasks = IntStream.range(0, times)
                    .<Callable<Object>>mapToObj(number -> () -> outcome(operation.apply(number))).toList();
            List<Object> outcomes = new ArrayList<>();
            for (Future<Object> outcome : threads.invokeAll(tasks)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object outcome(Uni<?> operation) {
        try {
            return await(operation);
        } catch (CallException refusal) {
            return refusal.reason();
        }
    }

    private static void assertAllDone(List<Object> outcomes) {
        assertThat(outcomes).doesNotHaveAnyElementsOfTypes(Reason.class);
    }

    private static void assertDoneBut(int done, Reason otherwise, List<Object> outcomes) {
        assertThat(outcomes).filteredOn(outcome -> !(outcome instanceof Reason)).hasSize(done);
        assertThat(outcomes).filteredOn(Reason.class::isInstance).containsOnly(otherwise);
    }

    // ---- What is remembered

    static Stream<Call> callsOfEveryKind() {
        Instant at = Instant.parse("2026-01-27T07:45:14.977Z");
        return Stream.of(
                Call.conference("room", "Title", JANE, true, "meet", at).withUrl("https://meet.example/x?a=b#c"),
                Call.conference("room", null, JANE, false, "meet", at),
                Call.conference("room", "", new Person.Member("", "", ""), false, "", at).withUrl(""),
                Call.direct("room", JANE, JOHN.id(), true, "meet", at),
                Call.videoChat("room", "Title", JANE,
                        new VideoChat(VideoChat.Mode.VIDEO, true, false, null, at), at),
                Call.videoChat("room", null, JANE,
                        new VideoChat(VideoChat.Mode.VOICE, false, true, at.plusSeconds(1), null), at));
    }

    @ParameterizedTest
    @MethodSource("callsOfEveryKind")
    void aCallIsFoundAsItWasAdded(Call template) {
        Call wished = asOfNow(template);
        Call call = await(registry.add(wished));
        assertThat(call).usingRecursiveComparison().withComparatorForType(this::compareTimes, Instant.class)
                .isEqualTo(wished);
        assertThat(find(call)).isEqualTo(call);
        assertThat(await(registry.withParticipants(call.id()))).isEqualTo(new CallPage.Entry(call, List.of()));
        assertThat(await(registry.inRoom("room", 0, 10)).calls())
                .containsExactly(new CallPage.Entry(call, List.of()));
        assertThat(await(registry.newestOpen(10))).containsExactly(new CallPage.Entry(call, List.of()));
    }

    /** Times are the same if one is as much later as the registry's time may go on by itself. */
    private int compareTimes(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(tolerance()) <= 0 ? 0 : one.compareTo(other);
    }

    /** That call, begun or scheduled as if it were made now. */
    private Call asOfNow(Call call) {
        Instant now = millis();
        VideoChat how = call.videoChat();
        VideoChat asOfNow = how == null ? null : new VideoChat(how.mode(), how.liveStream(), how.newcomersMuted(),
                how.scheduledFor() == null ? null : now.plusSeconds(1), how.startedAt() == null ? null : now);
        return new Call(call.id(), call.type(), call.roomId(), call.title(), call.createdBy(), call.calleeId(),
                call.guestsWelcome(), call.status(), call.ringing(), call.providerName(), call.url(), asOfNow, now,
                now, null, null, 0, 0, 0);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        Call call = startCall();
        assertThat(await(registry.participant(call.id(), JANE.id()))).isEmpty();
        assertThat(await(registry.participantSeenAs(call.id(), JANE.id()))).isEmpty();
        assertThat(await(registry.owners(call.id(), Set.of(1, 2)))).isEmpty();
        assertThat(await(registry.owners(call.id(), Set.of()))).isEmpty();
        assertThat(await(registry.inRoom("", 0, 10))).isEqualTo(new CallPage(List.of(), 0, 0));
    }

    @Test
    void nothingCanBeDoneInACallThatIsNotThere() {
        List<Uni<?>> operations = List.of(
                registry.find("none"), registry.participant("none", JANE.id()), registry.withParticipants("none"),
                registry.participantSeenAs("none", JANE.id()), registry.owners("none", Set.of(1)),
                registry.join("none", JANE, MIC_ONLY), registry.leave("none", JANE.id()),
                registry.disconnect("none", JANE.id(), "c1"), registry.loseConnection("none", JANE.id(), "c1"),
                registry.heartbeat("none", JANE.id()), registry.change("none", JANE.id(), mic(true)),
                registry.addMembers("none", List.of(JANE)), registry.rename("none", "Title"), registry.begin("none"),
                registry.end("none", JANE), registry.cancel("none", JANE), registry.decline("none", JANE));
        for (Uni<?> operation : operations) {
            assertRefused(operation, Reason.CALL_NOT_FOUND);
        }
    }

    @Test
    void nothingChangesInACallThatIsOver() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        Call over = await(registry.end(call.id(), JOHN));
        List<Uni<?>> operations = List.of(
                registry.join(call.id(), JANE, MIC_ONLY), registry.heartbeat(call.id(), JANE.id()),
                registry.change(call.id(), JANE.id(), mic(false)), registry.addMembers(call.id(), List.of(JOHN)),
                registry.rename(call.id(), "Other"), registry.begin(call.id()), registry.end(call.id(), JANE),
                registry.decline(call.id(), JOHN));
        for (Uni<?> operation : operations) {
            assertRefused(operation, Reason.CALL_OVER);
        }
        await(registry.leave(call.id(), JANE.id()));
        await(registry.disconnect(call.id(), JANE.id(), "c1"));
        await(registry.loseConnection(call.id(), JANE.id(), "c1"));
        assertThat(find(call)).isEqualTo(over);
    }

    @Test
    void endingACallIsNotedWithWhoDidItAndWhen() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        advance(Duration.ofSeconds(2));
        Call over = await(registry.end(call.id(), JOHN));
        assertThat(over.status()).isEqualTo(CallStatus.ENDED);
        assertThat(over.endedBy()).isEqualTo(JOHN);
        assertJust(over.endedAt());
        assertThat(over.present()).isZero();
        assertThat(find(call)).isEqualTo(over);
        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.CALL_ENDED);
        assertThat(participant(call, JANE).leftAt()).isEqualTo(over.endedAt());
    }

    @Test
    void titlesMayChangeAndBeEmpty() {
        Call call = startCall();
        advance(Duration.ofSeconds(2));
        Call renamed = await(registry.rename(call.id(), "Other"));
        assertThat(renamed.title()).isEqualTo("Other");
        assertJust(renamed.updatedAt());
        assertThat(find(call)).isEqualTo(renamed);
        await(registry.rename(call.id(), ""));
        assertThat(find(call).title()).isEmpty();
    }

    static Stream<String> unusualTexts() {
        return Stream.of(
                "\"double\" 'single' `back` \\ / \\n \\u0041 %s %00",
                "first line\nsecond line\r\nthird\ttab",
                "\u0000\u0001\u001b\u007f\u0085",
                "\uD83D\uDC69\u200D\uD83D\uDE80 \uD83C\uDDE9\uD83C\uDDEA \u00E4\u00F6\u00FC \u202E\u05D0\u05D1",
                "{room}:with:colons{}", "}{", "{}", "[]", "null", "true", "-1", "1e3", "9007199254740993", " ", "*",
                "guest:", "KEYS[1]", "x".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("unusualTexts")
    void anyTextIsKeptAsItIs(String text) {
        Person.Member member = new Person.Member(text, text, text);
        Person.Guest guest = new Person.Guest(Person.Guest.PREFIX + text, text);
        Person.Chat chat = new Person.Chat("chat" + text, text);
        VideoChat how = new VideoChat(VideoChat.Mode.VIDEO, false, false, null, millis());
        Call call = await(registry.add(Call.videoChat(text, text, member, how, millis()).withUrl(text)));
        assertThat(find(call)).isEqualTo(call);
        assertThat(await(registry.inRoom(text, 0, 10)).total()).isEqualTo(1);

        Connection connection = new Connection(text, 1, List.of(new SourceGroup(text, List.of(2))));
        await(registry.join(call.id(), joining(member, member, connection)));
        await(registry.join(call.id(), joining(guest, chat, connection("other", 4))));
        assertThat(participants(call)).extracting(Participant::person).containsExactly(member, guest);
        assertThat(participant(call, guest).seenAs()).isEqualTo(chat);
        assertThat(participant(call, member).connection()).isEqualTo(connection);
        assertThat(await(registry.participantSeenAs(call.id(), chat.id())).orElseThrow().person()).isEqualTo(guest);
        assertThat(await(registry.owners(call.id(), Set.of(2, 4)))).isEqualTo(Map.of(2, text, 4, guest.id()));
        await(registry.disconnect(call.id(), text, text));
        assertThat(participant(call, member).leftReason()).isEqualTo(LeaveReason.DISCONNECTED);

        assertThat(await(registry.rename(call.id(), text + text)).title()).isEqualTo(text + text);
        assertThat(await(registry.end(call.id(), member)).endedBy()).isEqualTo(member);
        assertThat(find(call).endedBy()).isEqualTo(member);
    }

    @Test
    void directCallsKnowACalleeWithAnyId() {
        Person.Member callee = new Person.Member("{a}:\"b\"\n\uD83D\uDE80", "b", "B");
        Call call = await(registry.add(Call.direct("room", JANE, callee.id(), false, "meet", millis())));
        assertThat(find(call).calleeId()).isEqualTo(callee.id());
        assertThat(await(registry.decline(call.id(), callee)).status()).isEqualTo(CallStatus.DECLINED);
    }

    @Test
    void whatOnePersonDoesInOneCallLeavesTheirOtherCallsAlone() {
        Call one = startCall();
        Call other = startCall();
        await(registry.join(one.id(), JANE, MIC_ONLY));
        await(registry.join(other.id(), JANE, BOTH));
        await(registry.leave(one.id(), JANE.id()));
        assertThat(participant(other, JANE)).matches(Participant::isPresent);
        assertThat(participant(other, JANE).devices()).isEqualTo(BOTH);
        await(registry.end(one.id(), JANE));
        assertThat(find(other).present()).isEqualTo(1);
        assertThat(find(other).version()).isEqualTo(1);
    }

    // ---- Joining and leaving

    @Test
    void whoJoinsIsThereAsTheySaid() {
        Call call = startVideoChat();
        advance(Duration.ofSeconds(1));
        Connection connection = new Connection("c1", -5, List.of(
                new SourceGroup("SIM", List.of(Integer.MIN_VALUE, 7, Integer.MAX_VALUE)),
                new SourceGroup("FID", List.of(7, -8))));
        Call joined = await(registry.join(call.id(), joining(JANE, new Person.Chat("news", "News"), connection)));
        Instant at = participant(call, JANE).joinedAt();
        assertJust(at);
        assertThat(participant(call, JANE)).isEqualTo(new Participant(JANE, new Person.Chat("news", "News"), BOTH, at,
                at, at, null, null, null, false, Speaking.ALLOWED, null, connection));
        assertThat(joined.present()).isEqualTo(1);
        assertThat(joined.anonymousUsers()).isZero();
        assertThat(joined.version()).isEqualTo(1);
        assertThat(joined.updatedAt()).isEqualTo(at);
        assertThat(joined.createdAt()).isEqualTo(call.createdAt());
        assertThat(find(call)).isEqualTo(joined);
        assertThat(await(registry.owners(call.id(), Set.of(-5, Integer.MIN_VALUE, 7, Integer.MAX_VALUE, -8)))
                .values()).hasSize(5).containsOnly(JANE.id());
    }

    @Test
    void joiningAgainReplacesTheDevicesAndKeepsTheEntry() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        var firstJoin = participant(call, JANE).joinedAt();
        advance(Duration.ofSeconds(3));

        Call joined = await(registry.join(call.id(), JANE, Devices.of(false, null)));

        assertThat(joined.present()).isEqualTo(1);
        Participant jane = participant(call, JANE);
        assertThat(jane.devices()).isEqualTo(new Devices(DeviceState.OFF, DeviceState.UNKNOWN));
        assertThat(jane.joinedAt()).isEqualTo(firstJoin);
        assertAt(jane.lastSeenAt(), firstJoin.plusSeconds(3));
    }

    @Test
    void joiningAgainTakesOverWhoItIsNow() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        Person.Member married = new Person.Member(JANE.id(), "jane.roe", "Jane Roe");
        await(registry.join(call.id(), married, MIC_ONLY));
        assertThat(participants(call)).extracting(Participant::person).containsExactly(married);
    }

    @Test
    void whoLeftIsStillListedAndMayComeBack() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        Instant joinedAt = participant(call, JANE).joinedAt();
        advance(Duration.ofSeconds(1));
        Call left = await(registry.leave(call.id(), JANE.id()));

        assertJust(participant(call, JANE).leftAt());
        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.LEFT);
        assertThat(participant(call, JANE).isPresent()).isFalse();
        assertThat(find(call).present()).isZero();
        assertThat(find(call)).isEqualTo(left);

        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(participant(call, JANE).isPresent()).isTrue();
        assertThat(participant(call, JANE).leftAt()).isNull();
        assertThat(participant(call, JANE).leftReason()).isNull();
        assertThat(participant(call, JANE).joinedAt()).isEqualTo(joinedAt);
        assertThat(find(call).present()).isEqualTo(1);
    }

    @Test
    void leavingTwiceIsFineButStrangersCannotLeave() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.leave(call.id(), JANE.id()));
        Participant left = participant(call, JANE);
        await(registry.leave(call.id(), JANE.id()));
        assertThat(find(call).present()).isZero();
        assertThat(find(call).version()).isEqualTo(2);
        assertThat(participant(call, JANE)).isEqualTo(left);
        assertRefused(registry.leave(call.id(), JOHN.id()), Reason.NOT_A_PARTICIPANT);
        await(registry.addMembers(call.id(), List.of(JOHN)));
        assertRefused(registry.leave(call.id(), JOHN.id()), Reason.NOT_A_PARTICIPANT);
    }

    @Test
    void onlyWhoIsPresentCanBeChangedOrBeAlive() {
        Call call = startCall();
        await(registry.addMembers(call.id(), List.of(JOHN)));
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.leave(call.id(), JANE.id()));
        for (Person.Member person : List.of(JANE, JOHN)) {
            assertRefused(registry.heartbeat(call.id(), person.id()), Reason.NOT_A_PARTICIPANT);
            assertRefused(registry.change(call.id(), person.id(), mic(true)), Reason.NOT_A_PARTICIPANT);
        }
        assertThat(find(call).version()).isEqualTo(3);
    }

    @Test
    void everyChangeCountsUpTheVersion() {
        Call call = startCall();
        List<Uni<?>> changes = List.of(
                registry.join(call.id(), JANE, MIC_ONLY),
                registry.change(call.id(), JANE.id(), ParticipantChange.of(Devices.of(false, null))),
                registry.addMembers(call.id(), List.of(JOHN)),
                registry.rename(call.id(), "Other"),
                registry.decline(call.id(), JOHN),
                registry.leave(call.id(), JANE.id()),
                registry.end(call.id(), JANE));
        for (int i = 0; i < changes.size(); i++) {
            await(changes.get(i));
            assertThat(find(call).version()).isEqualTo(i + 1);
        }
    }

    @Test
    void whatChangesNothingDoesNotCount() {
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1))));
        await(registry.heartbeat(call.id(), JANE.id()));
        await(registry.addMembers(call.id(), List.of(JANE)));
        await(registry.addMembers(call.id(), List.of()));
        await(registry.disconnect(call.id(), JANE.id(), "other"));
        await(registry.loseConnection(call.id(), JANE.id(), "other"));
        await(registry.disconnect(call.id(), JOHN.id(), "c1"));
        await(registry.loseConnection(call.id(), JOHN.id(), "c1"));
        assertRefused(registry.join(call.id(), joining(JOHN, JOHN, connection("c2", 1))), Reason.SOURCE_TAKEN);
        assertThat(find(call).version()).isEqualTo(1);
        assertThat(participants(call)).hasSize(1);
    }

    @Test
    void changedDevicesKeepWhatIsNotGiven() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        advance(Duration.ofSeconds(1));
        ParticipantChange camera = ParticipantChange.of(Devices.of(null, true));
        Participant changed = await(registry.change(call.id(), JANE.id(), camera));
        assertThat(changed.devices()).isEqualTo(Devices.of(true, true));
        assertJust(changed.lastSeenAt());
        assertThat(participant(call, JANE)).isEqualTo(changed);
        assertRefused(registry.change(call.id(), JOHN.id(), ParticipantChange.of(MIC_ONLY)), Reason.NOT_A_PARTICIPANT);
    }

    @Test
    void guestsAreCountedOnceEach() {
        Call call = startCall();
        Person guest = guest(1);
        await(registry.join(call.id(), guest, MIC_ONLY));
        await(registry.leave(call.id(), guest.id()));
        await(registry.join(call.id(), guest, MIC_ONLY));
        await(registry.join(call.id(), guest(2), MIC_ONLY));
        assertThat(find(call).anonymousUsers()).isEqualTo(2);
        assertThat(find(call).present()).isEqualTo(2);
        assertThat(participant(call, guest).isGuest()).isTrue();
    }

    @Test
    void aGuestIsCalledWhatTheySaidWhenTheyJoinedLast() {
        Call call = startCall();
        Person.Guest nameless = guest(1);
        Person.Guest ann = new Person.Guest(nameless.id(), "Ann");
        await(registry.join(call.id(), ann, MIC_ONLY));
        await(registry.change(call.id(), ann.id(), mic(false)));
        await(registry.heartbeat(call.id(), ann.id()));
        assertThat(participant(call, nameless).person()).isEqualTo(ann);
        await(registry.leave(call.id(), ann.id()));
        assertThat(participant(call, nameless).person()).isEqualTo(ann);
        await(registry.join(call.id(), new Person.Guest(nameless.id(), "Bob"), MIC_ONLY));
        assertThat(participant(call, nameless).person().displayName()).isEqualTo("Bob");
        assertThat(participant(call, nameless).seenAs().displayName()).isEqualTo("Bob");
        await(registry.join(call.id(), nameless, MIC_ONLY));
        assertThat(participant(call, nameless).person()).isEqualTo(nameless);
        assertThat(participants(call)).hasSize(1);
    }

    @Test
    void addedMembersAreNewOnce() {
        Call call = startCall();
        assertThat(await(registry.addMembers(call.id(), List.of(JANE, JOHN, JOHN)))).containsExactly(JANE, JOHN);
        assertThat(await(registry.addMembers(call.id(), List.of(JOHN)))).isEmpty();
        assertThat(find(call).present()).isZero();
        Participant john = participant(call, JOHN);
        assertJust(john.addedAt());
        assertThat(john).isEqualTo(new Participant(JOHN, JOHN, Devices.UNKNOWN, john.addedAt(), null, null, null, null,
                null, false, Speaking.ALLOWED, null, null));
    }

    @Test
    void whoWasAddedJoinsWithTheSameEntry() {
        Call call = startCall();
        await(registry.addMembers(call.id(), List.of(JOHN)));
        Instant addedAt = participant(call, JOHN).addedAt();
        advance(Duration.ofSeconds(2));
        await(registry.join(call.id(), JOHN, MIC_ONLY));
        assertThat(participant(call, JOHN).addedAt()).isEqualTo(addedAt);
        assertJust(participant(call, JOHN).joinedAt());
        assertThat(participants(call)).hasSize(1);
    }

    @Test
    void participantsAreListedInTheOrderInWhichTheirEntriesWereMade() {
        Call call = startCall();
        await(registry.addMembers(call.id(), List.of(JOHN)));
        for (int i = 20; i > 0; i--) {
            await(registry.join(call.id(), guest(i), MIC_ONLY));
        }
        await(registry.decline(call.id(), JANE));
        await(registry.leave(call.id(), guest(20).id()));
        await(registry.join(call.id(), guest(20), MIC_ONLY));
        await(registry.join(call.id(), JOHN, MIC_ONLY));
        await(registry.heartbeat(call.id(), guest(7).id()));
        await(registry.change(call.id(), guest(3).id(), mic(false)));

        List<String> expected = new ArrayList<>(List.of(JOHN.id()));
        IntStream.iterate(20, i -> i - 1).limit(20).forEach(i -> expected.add(guest(i).id()));
        expected.add(JANE.id());
        assertThat(participants(call)).extracting(entry -> entry.person().id()).containsExactlyElementsOf(expected);
        assertThat(await(registry.inRoom("room", 0, 1)).calls().get(0).participants())
                .isEqualTo(participants(call));
        assertThat(await(registry.newestOpen(1)).get(0).participants()).isEqualTo(participants(call));
    }

    @Test
    void aFullCallSaysSo() {
        make(1, 2);
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.join(call.id(), JOHN, MIC_ONLY));
        assertRefused(registry.join(call.id(), guest(1), MIC_ONLY), Reason.CALL_FULL);
        await(registry.join(call.id(), JOHN, MIC_ONLY));
    }

    @Test
    void whoLeftOrWasAddedTakesAPlaceToo() {
        make(1, 2);
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.leave(call.id(), JANE.id()));
        Person.Member other = new Person.Member("other", "other", "Other");
        assertRefused(registry.addMembers(call.id(), List.of(JOHN, other)), Reason.CALL_FULL);
        assertThat(participants(call)).hasSize(1);
        assertThat(await(registry.addMembers(call.id(), List.of(JANE, JOHN)))).containsExactly(JOHN);
        assertRefused(registry.decline(call.id(), other), Reason.CALL_FULL);
        assertRefused(registry.join(call.id(), guest(1), MIC_ONLY), Reason.CALL_FULL);
        await(registry.decline(call.id(), JOHN));
        await(registry.join(call.id(), JANE, MIC_ONLY));
    }

    // ---- Time

    @Test
    void aLeaseEndsNinetySecondsAfterTheLastHeartbeatAndOnlyForThoseWhoSentOne() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.join(call.id(), JOHN, MIC_ONLY));
        await(registry.heartbeat(call.id(), JANE.id()));
        advance(Duration.ofSeconds(80));
        await(registry.heartbeat(call.id(), JANE.id()));
        var lastSeen = participant(call, JANE).lastSeenAt();
        assertJust(lastSeen);
        assertThat(participant(call, JANE).leased()).isTrue();

        nearlyAdvance(LEASE);
        assertThat(find(call).present()).isEqualTo(2);
        advanceTheRest();
        assertThat(find(call).present()).isEqualTo(1);

        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.LEASE_EXPIRED);
        assertAfter(participant(call, JANE).leftAt(), lastSeen, LEASE);
        assertThat(participant(call, JOHN).isPresent()).isTrue();
        assertRefused(registry.heartbeat(call.id(), JANE.id()), Reason.NOT_A_PARTICIPANT);
    }

    @Test
    void anyLifeSignRenewsALease() {
        Call call = startCall();
        for (Person person : List.of(JANE, JOHN)) {
            await(registry.join(call.id(), person, MIC_ONLY));
            await(registry.heartbeat(call.id(), person.id()));
        }
        advance(Duration.ofSeconds(60));
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.change(call.id(), JOHN.id(), ParticipantChange.of(MIC_ONLY)));
        advance(Duration.ofSeconds(60));
        assertThat(find(call).present()).isEqualTo(2);
        advance(Duration.ofSeconds(30));
        assertThat(find(call).present()).isZero();
    }

    @Test
    void whoComesBackNeedsNoHeartbeats() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.heartbeat(call.id(), JANE.id()));
        await(registry.leave(call.id(), JANE.id()));
        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(participant(call, JANE).leased()).isFalse();
        advance(LEASE.multipliedBy(2));
        assertThat(find(call).present()).isEqualTo(1);
    }

    @Test
    void leasesEndForEveryReader() {
        Call call = startVideoChat();
        Person.Chat news = new Person.Chat("news", "News");
        await(registry.join(call.id(), joining(JANE, news, connection("c1", 1))));
        await(registry.heartbeat(call.id(), JANE.id()));
        advance(LEASE);
        assertThat(await(registry.owners(call.id(), Set.of(1)))).isEmpty();
        assertThat(await(registry.participantSeenAs(call.id(), "news"))).isEmpty();
        assertThat(await(registry.inRoom("room", 0, 1)).calls().get(0).call().present()).isZero();
        assertThat(await(registry.newestOpen(1)).get(0).call().present()).isZero();
        assertThat(participants(call)).singleElement().matches(jane -> !jane.isPresent());
        await(registry.join(call.id(), joining(JOHN, news, connection("c2", 1))));
    }

    @Test
    void leasesEndInTheOrderOfTheLastLifeSigns() {
        Call call = startCall();
        for (int i = 0; i < 3; i++) {
            await(registry.join(call.id(), guest(i), MIC_ONLY));
            await(registry.heartbeat(call.id(), guest(i).id()));
            advance(Duration.ofSeconds(10));
        }
        await(registry.heartbeat(call.id(), guest(0).id()));
        advance(LEASE.minusSeconds(15));
        assertThat(participants(call)).extracting(Participant::isPresent).containsExactly(true, false, true);
        advance(Duration.ofSeconds(10));
        assertThat(participants(call)).extracting(Participant::isPresent).containsExactly(true, false, false);
        advance(Duration.ofSeconds(10));
        assertThat(find(call).present()).isZero();
    }

    @Test
    void anEmptyCallEndsFiveMinutesAfterTheLastOneLeft() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.leave(call.id(), JANE.id()));
        var emptySince = participant(call, JANE).leftAt();
        assertJust(emptySince);
        nearlyAdvance(EMPTY_TIMEOUT);
        assertThat(find(call).status()).isEqualTo(CallStatus.STARTED);
        advanceTheRest();
        assertThat(find(call).status()).isEqualTo(CallStatus.ENDED);
        assertAfter(find(call).endedAt(), emptySince, EMPTY_TIMEOUT);
        assertThat(find(call).endedBy()).isNull();
    }

    @Test
    void aCallIsEmptyFromTheEndOfTheLastLeaseOnWheneverThatIsNoticed() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.heartbeat(call.id(), JANE.id()));
        Instant lastSeen = participant(call, JANE).lastSeenAt();
        nearlyAdvance(LEASE.plus(EMPTY_TIMEOUT));
        assertThat(find(call).status()).isEqualTo(CallStatus.STARTED);
        advanceTheRest();
        assertThat(find(call).status()).isEqualTo(CallStatus.ENDED);
        assertAfter(find(call).endedAt(), lastSeen, LEASE.plus(EMPTY_TIMEOUT));
        assertAfter(participant(call, JANE).leftAt(), lastSeen, LEASE);
    }

    @Test
    void leasesAndEmptinessThatNobodyNoticedEndTogether() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.heartbeat(call.id(), JANE.id()));
        Instant lastSeen = participant(call, JANE).lastSeenAt();
        advance(Duration.ofHours(1));
        assertThat(find(call).status()).isEqualTo(CallStatus.ENDED);
        assertAfter(find(call).endedAt(), lastSeen, LEASE.plus(EMPTY_TIMEOUT));
        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.LEASE_EXPIRED);
        assertAfter(participant(call, JANE).leftAt(), lastSeen, LEASE);
    }

    @Test
    void whoComesBackInTimeKeepsTheCallGoing() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.leave(call.id(), JANE.id()));
        nearlyAdvance(EMPTY_TIMEOUT);
        await(registry.join(call.id(), JOHN, MIC_ONLY));
        advance(EMPTY_TIMEOUT.multipliedBy(2));
        assertThat(find(call).status()).isEqualTo(CallStatus.STARTED);
    }

    @Test
    void aCallThatNobodyEverJoinedWaits() {
        Call call = startCall();
        await(registry.addMembers(call.id(), List.of(JOHN)));
        advance(Duration.ofHours(23));
        assertThat(find(call).status()).isEqualTo(CallStatus.STARTED);
    }

    @Test
    void anyCallExpiresAfterADay() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        advance(MAX_DURATION);
        assertThat(find(call).status()).isEqualTo(CallStatus.EXPIRED);
        assertAfter(find(call).endedAt(), call.createdAt(), MAX_DURATION);
        assertThat(find(call).endedBy()).isNull();
        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.CALL_ENDED);
        assertThat(participant(call, JANE).leftAt()).isEqualTo(find(call).endedAt());
        assertRefused(registry.join(call.id(), JOHN, MIC_ONLY), Reason.CALL_OVER);
    }

    @Test
    void whatTimeHasEndedIsOverForOnesWhoListCalls() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.leave(call.id(), JANE.id()));
        advance(EMPTY_TIMEOUT);
        CallPage page = await(registry.inRoom("room", 0, 10));
        assertThat(page.calls()).extracting(entry -> entry.call().status()).containsExactly(CallStatus.ENDED);
        assertThat(page.total()).isEqualTo(1);
        expire();
        assertThat(await(registry.newestOpen(10))).isEmpty();
    }

    @Test
    void timesAreConfigured() {
        make(Map.of("usher.call.participant-lease", "10s", "usher.call.empty-timeout", "20s",
                "usher.call.ring-timeout", "30s", "usher.call.max-duration", "40s"));
        Call leased = startCall();
        await(registry.join(leased.id(), JANE, MIC_ONLY));
        await(registry.heartbeat(leased.id(), JANE.id()));
        Call emptied = startCall();
        await(registry.join(emptied.id(), JANE, MIC_ONLY));
        await(registry.leave(emptied.id(), JANE.id()));
        Call ringing = ring();
        Call waiting = startCall();
        advance(Duration.ofSeconds(10));
        assertThat(find(leased).present()).isZero();
        assertThat(find(emptied).isOver()).isFalse();
        advance(Duration.ofSeconds(10));
        assertThat(find(emptied).status()).isEqualTo(CallStatus.ENDED);
        assertThat(find(ringing).isOver()).isFalse();
        advance(Duration.ofSeconds(10));
        assertThat(find(ringing).status()).isEqualTo(CallStatus.DECLINED);
        assertThat(find(leased).status()).isEqualTo(CallStatus.ENDED);
        assertThat(find(waiting).isOver()).isFalse();
        advance(Duration.ofSeconds(10));
        assertThat(find(waiting).status()).isEqualTo(CallStatus.EXPIRED);
    }

    @Test
    void timeIsKeptForCallsThatNobodyAsksFor() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertCensus(1, 1);
        advance(MAX_DURATION);
        expire();
        assertCensus(0, 0);
    }

    @Test
    void theCensusCountsOpenCallsAndWhoIsPresent() {
        Call one = startCall();
        Call other = ring();
        schedule(Duration.ofHours(1));
        await(registry.join(one.id(), JANE, MIC_ONLY));
        await(registry.join(one.id(), guest(1), MIC_ONLY));
        await(registry.join(other.id(), JANE, MIC_ONLY));
        await(registry.addMembers(one.id(), List.of(JOHN)));
        assertCensus(3, 3);
        await(registry.leave(one.id(), JANE.id()));
        assertCensus(3, 2);
        await(registry.end(one.id(), JANE));
        assertCensus(2, 1);
    }

    // ---- Direct calls

    @Test
    void anUnansweredDirectCallIsDeclinedAfterFortySeconds() {
        Call call = ring();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(find(call).status()).isEqualTo(CallStatus.CALLING);
        advance(RING_TIMEOUT.minusSeconds(1));
        assertThat(find(call).ringing()).isTrue();
        advance(Duration.ofSeconds(1));
        assertThat(find(call).status()).isEqualTo(CallStatus.DECLINED);
        assertThat(find(call).ringing()).isFalse();
        assertThat(find(call).endedBy()).isNull();
        assertAfter(find(call).endedAt(), call.createdAt(), RING_TIMEOUT);
        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.CALL_ENDED);
        assertRefused(registry.join(call.id(), JOHN, MIC_ONLY), Reason.CALL_OVER);
        assertRefused(registry.cancel(call.id(), JANE), Reason.NOT_CALLING);
    }

    @Test
    void theCalleeAnswersADirectCallByJoining() {
        Call call = ring();
        Call joined = await(registry.join(call.id(), JOHN, MIC_ONLY));
        assertThat(joined.status()).isEqualTo(CallStatus.STARTED);
        assertThat(joined.ringing()).isFalse();
        assertThat(joined.version()).isEqualTo(1);
        assertRefused(registry.cancel(call.id(), JANE), Reason.NOT_CALLING);
        advance(RING_TIMEOUT.plusSeconds(1));
        assertThat(find(call).status()).isEqualTo(CallStatus.STARTED);
    }

    @Test
    void anyoneButItsCreatorAnswersADirectCall() {
        Call call = ring();
        assertThat(await(registry.join(call.id(), guest(1), MIC_ONLY)).status()).isEqualTo(CallStatus.STARTED);
    }

    @Test
    void onlyDirectCallsCanBeCancelled() {
        assertRefused(registry.cancel(startCall().id(), JANE), Reason.NOT_DIRECT);
        Call call = ring();
        Call cancelled = await(registry.cancel(call.id(), JANE));
        assertThat(cancelled.status()).isEqualTo(CallStatus.DECLINED);
        assertThat(cancelled.ringing()).isFalse();
        assertThat(find(call)).isEqualTo(cancelled);
        assertThat(find(call).endedBy()).isEqualTo(JANE);
        assertRefused(registry.cancel(call.id(), JANE), Reason.NOT_CALLING);
    }

    @Test
    void decliningEndsADirectCallOnlyWhenItsCalleeDoes() {
        Call call = ring();
        await(registry.decline(call.id(), new Person.Member("other", "other", "Other")));
        assertThat(find(call).status()).isEqualTo(CallStatus.CALLING);
        await(registry.decline(call.id(), JOHN));
        assertThat(find(call).status()).isEqualTo(CallStatus.DECLINED);
        assertThat(find(call).endedBy()).isEqualTo(JOHN);
        assertJust(participant(call, JOHN).declinedAt());
        assertThat(participant(call, JOHN).hasJoined()).isFalse();
        assertRefused(registry.decline(call.id(), JOHN), Reason.CALL_OVER);
    }

    @Test
    void whoDeclinedMayJoinAfterAll() {
        Call call = startCall();
        Call declined = await(registry.decline(call.id(), JOHN));
        assertThat(declined.status()).isEqualTo(CallStatus.STARTED);
        assertThat(declined.present()).isZero();
        assertThat(participant(call, JOHN).declinedAt()).isNotNull();
        await(registry.join(call.id(), JOHN, MIC_ONLY));
        assertThat(participant(call, JOHN).declinedAt()).isNull();
        assertThat(participant(call, JOHN).isPresent()).isTrue();
    }

    @Test
    void decliningADirectCallThatWasAnsweredEndsNothing() {
        Call call = ring();
        await(registry.join(call.id(), JOHN, MIC_ONLY));
        await(registry.leave(call.id(), JOHN.id()));
        assertThat(await(registry.decline(call.id(), JOHN)).status()).isEqualTo(CallStatus.STARTED);
    }

    // ---- Many calls

    @Test
    void atTheBoundCallsThatAreOverMakeRoomAndOpenOnesDoNot() {
        make(2, 10);
        Call first = startCall();
        startCall();
        assertThatThrownBy(this::startCall).isInstanceOfSatisfying(CallException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_CALLS));
        await(registry.end(first.id(), JANE));
        startCall();
        assertRefused(registry.find(first.id()), Reason.CALL_NOT_FOUND);
        assertThat(await(registry.inRoom("room", 0, 10)).total()).isEqualTo(2);
    }

    @Test
    void aCallThatWasRefusedHasNeverBeen() {
        make(1, 10);
        startCall();
        Call refused = Call.conference("other", null, JANE, true, "meet", millis());
        assertRefused(registry.add(refused), Reason.TOO_MANY_CALLS);
        assertRefused(registry.find(refused.id()), Reason.CALL_NOT_FOUND);
        assertThat(await(registry.inRoom("other", 0, 10)).total()).isZero();
        assertThat(await(registry.newestOpen(10))).hasSize(1);
        assertCensus(1, 0);
    }

    @Test
    void theLongestOverMakesRoomFirst() {
        make(4, 10);
        List<Call> calls = Stream.generate(this::startCall).limit(4).toList();
        for (int number : List.of(2, 0, 3)) {
            await(registry.end(calls.get(number).id(), JANE));
            advance(Duration.ofSeconds(1));
        }
        startCall();
        assertRefused(registry.find(calls.get(2).id()), Reason.CALL_NOT_FOUND);
        startCall();
        assertRefused(registry.find(calls.get(0).id()), Reason.CALL_NOT_FOUND);
        assertThat(find(calls.get(1)).isOver()).isFalse();
        assertThat(find(calls.get(3)).isOver()).isTrue();
        assertThat(await(registry.inRoom("room", 0, 10)).calls()).hasSize(4);
    }

    @Test
    void callsThatTimeHasEndedMakeRoom() {
        make(1, 10);
        Call ringing = ring();
        advance(RING_TIMEOUT);
        expire();
        startCall();
        assertRefused(registry.find(ringing.id()), Reason.CALL_NOT_FOUND);
    }

    @Test
    void aForgottenCallLeavesNothingBehind() {
        make(1, 10);
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.end(call.id(), JANE));
        startCall();
        assertRefused(registry.participant(call.id(), JANE.id()), Reason.CALL_NOT_FOUND);
        assertRefused(registry.withParticipants(call.id()), Reason.CALL_NOT_FOUND);
        assertRefused(registry.leave(call.id(), JANE.id()), Reason.CALL_NOT_FOUND);
    }

    @Test
    void aCallThatIsOverIsForgottenAfterTheRetention() {
        Call call = startCall();
        await(registry.end(call.id(), JANE));
        nearlyAdvance(RETENTION);
        expire();
        assertThat(find(call).status()).isEqualTo(CallStatus.ENDED);
        advanceTheRest();
        expire();
        assertRefused(registry.find(call.id()), Reason.CALL_NOT_FOUND);
        assertThat(await(registry.inRoom("room", 0, 10)).total()).isZero();
    }

    @Test
    void openCallsAreNotForgotten() {
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        advance(RETENTION.multipliedBy(3));
        expire();
        assertThat(find(call).status()).isEqualTo(CallStatus.STARTED);
        assertThat(participant(call, JANE).isPresent()).isTrue();
        assertThat(await(registry.inRoom("room", 0, 10)).total()).isEqualTo(1);
    }

    @Test
    void aRoomsCallsArePagedNewestFirst() {
        List<String> ids = IntStream.range(0, 10).mapToObj(i -> startCall().id()).toList();
        CallPage page = await(registry.inRoom("room", 2, 3));
        assertThat(page.calls()).extracting(entry -> entry.call().id())
                .containsExactly(ids.get(7), ids.get(6), ids.get(5));
        assertThat(page.total()).isEqualTo(10);
        assertThat(page.offset()).isEqualTo(2);
        assertThat(await(registry.inRoom("room", 9, 3)).calls()).hasSize(1);
        assertThat(await(registry.inRoom("room", 10, 3)).calls()).isEmpty();
        assertThat(await(registry.inRoom("room", 10, 3)).total()).isEqualTo(10);
        assertThat(await(registry.inRoom("room", Integer.MAX_VALUE, Integer.MAX_VALUE)).calls()).isEmpty();
        assertThat(await(registry.inRoom("room", 1, Integer.MAX_VALUE)).calls()).hasSize(9);
        assertThat(await(registry.inRoom("other", 0, 3)).total()).isZero();
    }

    @Test
    void aRoomListsCallsThatAreOverUntilTheyAreForgotten() {
        List<Call> calls = Stream.generate(this::startCall).limit(5).toList();
        startCallIn("other");
        await(registry.end(calls.get(1).id(), JANE));
        await(registry.end(calls.get(3).id(), JANE));
        CallPage before = await(registry.inRoom("room", 1, 2));
        assertThat(before.total()).isEqualTo(5);
        assertThat(before.calls()).extracting(entry -> entry.call().id())
                .containsExactly(calls.get(3).id(), calls.get(2).id());
        advance(RETENTION);
        expire();
        CallPage after = await(registry.inRoom("room", 1, 2));
        assertThat(after.total()).isEqualTo(3);
        assertThat(after.calls()).extracting(entry -> entry.call().id())
                .containsExactly(calls.get(2).id(), calls.get(0).id());
        assertThat(await(registry.inRoom("other", 0, 10)).total()).isEqualTo(1);
    }

    @Test
    void theNewestOpenCallsAreThoseThatAreNotOver() {
        List<Call> calls = IntStream.range(0, 4).mapToObj(i -> startCallIn("room" + i)).toList();
        await(registry.end(calls.get(2).id(), JANE));
        assertThat(await(registry.newestOpen(2))).extracting(entry -> entry.call().id())
                .containsExactly(calls.get(3).id(), calls.get(1).id());
        assertThat(await(registry.newestOpen(Integer.MAX_VALUE))).extracting(entry -> entry.call().id())
                .containsExactly(calls.get(3).id(), calls.get(1).id(), calls.get(0).id());
    }

    // ---- Many threads

    @Test
    void parallelJoinsOfOnePersonLeaveOneParticipant() throws Exception {
        Call call = startCall();
        assertAllDone(inParallel(200, number -> registry.join(call.id(), JANE, MIC_ONLY)));
        assertThat(find(call).present()).isEqualTo(1);
        assertThat(find(call).version()).isEqualTo(200);
        assertThat(participants(call)).hasSize(1);
    }

    @Test
    void parallelJoinsOfManyPersonsFromSeveralThreadsEach() throws Exception {
        Call call = startCall();
        assertAllDone(inParallel(1600, number -> registry.join(call.id(), guest(number % 200), MIC_ONLY)));
        assertThat(find(call).present()).isEqualTo(200);
        assertThat(find(call).anonymousUsers()).isEqualTo(200);
        assertThat(find(call).version()).isEqualTo(1600);
        assertThat(participants(call)).hasSize(200).allMatch(Participant::isPresent);
    }

    @Test
    void parallelJoinsAndLeavesOfManyLoseNobody() throws Exception {
        Call call = startCall();
        assertAllDone(inParallel(1000, number -> registry.join(call.id(), guest(number), MIC_ONLY)));
        assertThat(find(call).present()).isEqualTo(1000);
        assertThat(find(call).anonymousUsers()).isEqualTo(1000);
        assertAllDone(inParallel(1000, number -> number % 2 == 0
                ? registry.leave(call.id(), "guest:" + number)
                : registry.join(call.id(), guest(number + 1000), MIC_ONLY)));
        assertThat(find(call).present()).isEqualTo(1000);
        assertThat(find(call).version()).isEqualTo(2000);
        assertCensus(1, 1000);
    }

    @Test
    void amongParallelJoinsExactlyAsManyGetInAsThereArePlaces() throws Exception {
        make(10, 50);
        Call call = startCall();
        assertDoneBut(50, Reason.CALL_FULL,
                inParallel(200, number -> registry.join(call.id(), guest(number), MIC_ONLY)));
        assertThat(find(call).present()).isEqualTo(50);
        assertThat(participants(call)).hasSize(50);
    }

    @Test
    void amongParallelCallsExactlyAsManyAreAddedAsThereIsRoomFor() throws Exception {
        make(20, 10);
        assertDoneBut(20, Reason.TOO_MANY_CALLS, inParallel(100, number ->
                registry.add(Call.conference("room", null, JANE, true, "meet", millis()))));
        assertThat(await(registry.inRoom("room", 0, 100)).calls()).hasSize(20);
        assertThat(await(registry.newestOpen(100))).hasSize(20);
    }

    @Test
    void amongParallelClaimsOfOneSourceExactlyOneIsGranted() throws Exception {
        Call call = startVideoChat();
        assertDoneBut(1, Reason.SOURCE_TAKEN, inParallel(50, number ->
                registry.join(call.id(), joining(guest(number), guest(number), connection("c" + number, 7)))));
        assertThat(participants(call)).singleElement()
                .satisfies(owner -> assertThat(await(registry.owners(call.id(), Set.of(7))))
                        .isEqualTo(Map.of(7, owner.person().id())));
    }

    @Test
    void aCallEndsOnceWhoeverEndsIt() throws Exception {
        listen();
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertDoneBut(1, Reason.CALL_OVER, inParallel(50, number -> registry.end(call.id(), JANE)));
        Call marker = startCall();
        await(registry.end(marker.id(), JANE));
        assertHeard("jane-id is present", "jane-id CALL_ENDED", "ended", "ended");
    }

    // ---- Video chats

    @Test
    void anSsrcBelongsToOnePersonAtATime() {
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1, 2, 3))));
        assertThat(await(registry.owners(call.id(), Set.of(1, 2, 3, 4))).keySet()).containsExactlyInAnyOrder(1, 2, 3);
        for (Connection clash : List.of(connection("c2", 1), connection("c2", 9, 8, 3))) {
            assertRefused(registry.join(call.id(), joining(JOHN, JOHN, clash)), Reason.SOURCE_TAKEN);
        }
        await(registry.join(call.id(), joining(JANE, JANE, connection("c3", 1))));
        await(registry.join(call.id(), joining(JOHN, JOHN, connection("c4", 2, 3, 4))));
        await(registry.leave(call.id(), JANE.id()));
        assertThat(await(registry.owners(call.id(), Set.of(1, 2)))).isEqualTo(Map.of(2, JOHN.id()));
    }

    @Test
    void anSsrcIsFreeInOtherCallsAndWhenItsOwnerHasLostTheConnection() {
        Call call = startVideoChat();
        Call other = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1))));
        await(registry.join(other.id(), joining(JOHN, JOHN, connection("c2", 1))));
        await(registry.loseConnection(call.id(), JANE.id(), "c1"));
        await(registry.join(call.id(), joining(JOHN, JOHN, connection("c3", 1))));
        assertThat(await(registry.owners(call.id(), Set.of(1)))).isEqualTo(Map.of(1, JOHN.id()));
        assertRefused(registry.join(call.id(), joining(JANE, JANE, connection("c4", 1))), Reason.SOURCE_TAKEN);
    }

    @Test
    void aChatIsSeenOnceAndHidesWhoIsBehindIt() {
        Person.Chat news = new Person.Chat("news", "News");
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, news, connection("c1", 1))));
        assertThat(await(registry.participantSeenAs(call.id(), "news")).orElseThrow().person()).isEqualTo(JANE);
        assertThat(await(registry.participantSeenAs(call.id(), JANE.id()))).isEmpty();
        assertRefused(registry.join(call.id(), joining(JOHN, news, connection("c2", 2))), Reason.IDENTITY_TAKEN);
        await(registry.join(call.id(), joining(JANE, JANE, connection("c3", 1))));
        await(registry.join(call.id(), joining(JOHN, news, connection("c4", 2))));
        assertThat(find(call).present()).isEqualTo(2);
        assertThat(await(registry.participantSeenAs(call.id(), JANE.id())).orElseThrow().person()).isEqualTo(JANE);
        assertThat(await(registry.participantSeenAs(call.id(), "news")).orElseThrow().person()).isEqualTo(JOHN);
    }

    @Test
    void aChatIsFreeWhenWhoWasBehindItHasLeft() {
        Person.Chat news = new Person.Chat("news", "News");
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, news, connection("c1", 1))));
        await(registry.leave(call.id(), JANE.id()));
        assertThat(await(registry.participantSeenAs(call.id(), "news"))).isEmpty();
        await(registry.join(call.id(), joining(JOHN, news, connection("c2", 2))));
        assertRefused(registry.join(call.id(), joining(JANE, news, connection("c3", 3))), Reason.IDENTITY_TAKEN);
        await(registry.disconnect(call.id(), JOHN.id(), "c2"));
        await(registry.join(call.id(), joining(JANE, news, connection("c3", 3))));
    }

    @Test
    void onlyTheConnectionThatAPersonHasCanEndTheirPart() {
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("old", 1))));
        await(registry.join(call.id(), joining(JANE, JANE, connection("new", 2))));
        await(registry.disconnect(call.id(), JANE.id(), "old"));
        await(registry.loseConnection(call.id(), JANE.id(), "old"));
        assertThat(participant(call, JANE).isConnected()).isTrue();
        await(registry.loseConnection(call.id(), JANE.id(), "new"));
        assertThat(participant(call, JANE)).matches(Participant::isPresent).matches(jane -> !jane.isConnected());
        assertThat(await(registry.owners(call.id(), Set.of(2)))).isEmpty();
        await(registry.disconnect(call.id(), JANE.id(), "new"));
        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.DISCONNECTED);
        assertThat(participant(call, JANE).connection()).isNull();
        assertThat(find(call).present()).isZero();
    }

    @Test
    void aConnectionIsUpOnceItsClientHasConnectedAndThatIsNoChangeOfTheCall() {
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1, 2, 3))));
        assertThat(participant(call, JANE).connection().isUp()).isFalse();
        await(registry.connected(call.id(), JANE.id(), "c0"));
        await(registry.connected(call.id(), JOHN.id(), "c1"));
        assertThat(participant(call, JANE).connection().isUp()).isFalse();
        await(registry.connected(call.id(), JANE.id(), "c1"));
        assertThat(participant(call, JANE).connection().isUp()).isTrue();
        assertThat(find(call).version()).isEqualTo(1);
        await(registry.loseConnection(call.id(), JANE.id(), "c1"));
        await(registry.connected(call.id(), JANE.id(), "c1"));
        assertThat(participant(call, JANE).connection().isUp()).isFalse();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c2", 1, 2, 3))));
        assertThat(participant(call, JANE).connection().isUp()).isFalse();
    }

    @Test
    void aLostConnectionIsStillKnownAndLostOnce() {
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1, 2, 3))));
        await(registry.loseConnection(call.id(), JANE.id(), "c1"));
        await(registry.loseConnection(call.id(), JANE.id(), "c1"));
        assertThat(participant(call, JANE).connection())
                .isEqualTo(new Connection("c1", 1, List.of(new SourceGroup("FID", List.of(2, 3))), Connection.State.LOST));
        assertThat(find(call).version()).isEqualTo(2);
        await(registry.join(call.id(), joining(JANE, JANE, connection("c2", 1, 2, 3))));
        assertThat(participant(call, JANE).isConnected()).isTrue();
        assertThat(find(call).present()).isEqualTo(1);
    }

    @Test
    void whoWatchesHasNoConnection() {
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, null)));
        assertThat(participant(call, JANE).connection()).isNull();
        assertThat(participant(call, JANE).devices()).isEqualTo(BOTH);
        await(registry.disconnect(call.id(), JANE.id(), "c1"));
        assertThat(find(call).present()).isEqualTo(1);
    }

    @Test
    void aCameraIsOffOfWhoHasConnectedWithoutOne() {
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1))));
        Participant jane = participant(call, JANE);
        assertThat(jane.connection()).isEqualTo(new Connection("c1", 1, List.of()));
        assertThat(jane.devices()).isEqualTo(Devices.of(true, false));
        assertThat(await(registry.change(call.id(), JANE.id(), cam(true))).devices())
                .isEqualTo(Devices.of(true, false));
        await(registry.join(call.id(), joining(JANE, JANE, connection("c2", 1, 2, 3))));
        assertThat(participant(call, JANE).devices()).isEqualTo(BOTH);
    }

    @Test
    void aRightThatWasTakenAwayStaysAwayAndOneThatWasGivenStays() {
        Call call = startVideoChat();
        Joining asks = new Joining(JOHN, JOHN, Devices.of(true, true), Speaking.ON_REQUEST, connection("c1", 1, 2, 3));
        await(registry.join(call.id(), asks));
        assertThat(participant(call, JOHN).devices()).isEqualTo(Devices.of(false, true));
        ParticipantChange speak = ParticipantChange.of(Devices.of(true, null));
        assertRefused(registry.change(call.id(), JOHN.id(), speak), Reason.MAY_NOT_SPEAK);
        await(registry.change(call.id(), JOHN.id(), new ParticipantChange(Devices.UNKNOWN, Speaking.ALLOWED, null)));
        await(registry.join(call.id(), asks));
        assertThat(await(registry.change(call.id(), JOHN.id(), speak)).devices().mic()).isEqualTo(DeviceState.ON);
        await(registry.change(call.id(), JOHN.id(), new ParticipantChange(Devices.UNKNOWN, Speaking.REVOKED, null)));
        assertThat(participant(call, JOHN).devices().mic()).isEqualTo(DeviceState.OFF);
        await(registry.leave(call.id(), JOHN.id()));
        await(registry.join(call.id(), joining(JOHN, JOHN, connection("c2", 1))));
        assertRefused(registry.change(call.id(), JOHN.id(), speak), Reason.MAY_NOT_SPEAK);
        assertThat(participant(call, JOHN).speaking()).isEqualTo(Speaking.REVOKED);
    }

    @Test
    void aRightThatNobodyDecidedAboutIsTheOneTheyComeWith() {
        Call call = startVideoChat();
        await(registry.join(call.id(), speaking(JOHN, Speaking.ON_REQUEST)));
        await(registry.join(call.id(), speaking(JOHN, Speaking.ALLOWED)));
        assertThat(participant(call, JOHN).speaking()).isEqualTo(Speaking.ALLOWED);
        assertThat(participant(call, JOHN).devices().mic()).isEqualTo(DeviceState.ON);
    }

    @Test
    void nobodyTakesTheRightAwayFromWhoManagesTheCall() {
        Call call = startVideoChat();
        await(registry.join(call.id(), speaking(JOHN, Speaking.ON_REQUEST)));
        await(registry.change(call.id(), JOHN.id(), decide(Speaking.REVOKED)));
        await(registry.join(call.id(), speaking(JOHN, Speaking.ALWAYS)));
        assertThat(participant(call, JOHN).speaking()).isEqualTo(Speaking.ALWAYS);
        Participant still = await(registry.change(call.id(), JOHN.id(), decide(Speaking.REVOKED)));
        assertThat(still.speaking()).isEqualTo(Speaking.ALWAYS);
        assertThat(still.devices().mic()).isEqualTo(DeviceState.ON);
        await(registry.join(call.id(), speaking(JOHN, Speaking.ON_REQUEST)));
        assertThat(participant(call, JOHN).speaking()).isEqualTo(Speaking.ON_REQUEST);
    }

    @Test
    void whatIsRefusedChangesNothing() {
        Call call = startVideoChat();
        await(registry.join(call.id(), speaking(JOHN, Speaking.ON_REQUEST)));
        Participant before = participant(call, JOHN);
        Call then = find(call);
        advance(Duration.ofSeconds(1));
        for (Speaking right : List.of(Speaking.ON_REQUEST, Speaking.REVOKED)) {
            assertRefused(registry.change(call.id(), JOHN.id(), new ParticipantChange(BOTH, right, true)),
                    Reason.MAY_NOT_SPEAK);
        }
        assertThat(participant(call, JOHN)).isEqualTo(before);
        assertThat(find(call)).isEqualTo(then);
        await(registry.change(call.id(), JOHN.id(), new ParticipantChange(BOTH, Speaking.ALLOWED, null)));
        assertThat(participant(call, JOHN).devices()).isEqualTo(BOTH);
    }

    @Test
    void aHandGoesDownWhenItsOwnerMaySpeak() {
        Call call = startVideoChat();
        await(registry.join(call.id(),
                new Joining(JOHN, JOHN, Devices.UNKNOWN, Speaking.ON_REQUEST, connection("c1", 1))));
        await(registry.change(call.id(), JOHN.id(), new ParticipantChange(Devices.UNKNOWN, null, true)));
        assertJust(participant(call, JOHN).handRaisedAt());
        await(registry.change(call.id(), JOHN.id(), new ParticipantChange(Devices.UNKNOWN, Speaking.ALLOWED, null)));
        assertThat(participant(call, JOHN).handRaisedAt()).isNull();
    }

    @Test
    void aHandIsUpSinceItWasRaisedFirstUntilItGoesDown() {
        Call call = startVideoChat();
        await(registry.join(call.id(), speaking(JOHN, Speaking.ON_REQUEST)));
        Instant raised = await(registry.change(call.id(), JOHN.id(), hand(true))).handRaisedAt();
        advance(Duration.ofSeconds(1));
        assertThat(await(registry.change(call.id(), JOHN.id(), hand(true))).handRaisedAt()).isEqualTo(raised);
        assertThat(await(registry.change(call.id(), JOHN.id(), cam(false))).handRaisedAt()).isEqualTo(raised);
        await(registry.heartbeat(call.id(), JOHN.id()));
        await(registry.join(call.id(), speaking(JOHN, Speaking.ON_REQUEST)));
        assertThat(participant(call, JOHN).handRaisedAt()).isEqualTo(raised);
        assertThat(await(registry.change(call.id(), JOHN.id(), decide(Speaking.REVOKED))).handRaisedAt())
                .isEqualTo(raised);
        assertThat(await(registry.change(call.id(), JOHN.id(), hand(false))).handRaisedAt()).isNull();
        await(registry.change(call.id(), JOHN.id(), hand(true)));
        await(registry.leave(call.id(), JOHN.id()));
        await(registry.join(call.id(), speaking(JOHN, Speaking.ON_REQUEST)));
        assertThat(participant(call, JOHN).handRaisedAt()).isNull();
    }

    @Test
    void aHandGoesDownWhenItsOwnerSpeaks() {
        Call call = startVideoChat();
        await(registry.join(call.id(), speaking(JOHN, Speaking.ALLOWED)));
        await(registry.change(call.id(), JOHN.id(), mic(false)));
        assertThat(await(registry.change(call.id(), JOHN.id(), hand(true))).handRaisedAt()).isNotNull();
        assertThat(await(registry.change(call.id(), JOHN.id(), mic(false))).handRaisedAt()).isNotNull();
        assertThat(await(registry.change(call.id(), JOHN.id(), mic(true))).handRaisedAt()).isNull();
    }

    @Test
    void aScheduledCallLastsFromItsBeginning() {
        Call call = schedule(Duration.ofDays(3));
        assertRefused(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1))), Reason.CALL_SCHEDULED);
        advance(Duration.ofDays(3));
        assertThat(await(registry.begin(call.id())).status()).isEqualTo(CallStatus.STARTED);
        Instant begun = find(call).videoChat().startedAt();
        assertJust(begun);
        assertThat(find(call).videoChat().scheduledFor()).isEqualTo(call.videoChat().scheduledFor());
        assertThat(find(call).version()).isEqualTo(1);
        assertRefused(registry.begin(call.id()), Reason.NOT_SCHEDULED);
        advance(Duration.ofHours(23));
        assertThat(find(call).isOver()).isFalse();
        advance(Duration.ofHours(1));
        assertThat(find(call).status()).isEqualTo(CallStatus.EXPIRED);
        assertAfter(find(call).endedAt(), begun, MAX_DURATION);
    }

    @Test
    void aScheduledCallMayBeginEarly() {
        Call call = schedule(Duration.ofDays(3));
        await(registry.begin(call.id()));
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1))));
        advance(MAX_DURATION);
        assertThat(find(call).status()).isEqualTo(CallStatus.EXPIRED);
    }

    @Test
    void aScheduledCallThatNeverBeginsExpiresADayAfterItsTime() {
        Call call = schedule(Duration.ofDays(3));
        advance(Duration.ofDays(3).plusHours(23));
        expire();
        assertThat(find(call).status()).isEqualTo(CallStatus.SCHEDULED);
        advance(Duration.ofHours(1));
        assertThat(find(call).status()).isEqualTo(CallStatus.EXPIRED);
        assertAfter(find(call).endedAt(), call.videoChat().scheduledFor(), MAX_DURATION);
        assertRefused(registry.begin(call.id()), Reason.CALL_OVER);
    }

    @Test
    void aScheduledCallIsOpenAndCanBeEnded() {
        Call call = schedule(Duration.ofDays(3));
        assertThat(await(registry.newestOpen(1))).extracting(entry -> entry.call().id()).containsExactly(call.id());
        assertThat(await(registry.end(call.id(), JANE)).status()).isEqualTo(CallStatus.ENDED);
        assertRefused(registry.begin(startCall().id()), Reason.NOT_SCHEDULED);
    }

    // ---- Listeners

    @Test
    void listenersHearOfEveryChangeAndEveryWayToLeave() {
        listen();
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1))));
        await(registry.join(call.id(), joining(JOHN, JOHN, connection("c2", 2))));
        await(registry.heartbeat(call.id(), JOHN.id()));
        advance(Duration.ofSeconds(90));
        expire();
        await(registry.end(call.id(), JANE));
        assertHeard("jane-id is present", "john-id is present", "john-id LEASE_EXPIRED",
                "jane-id CALL_ENDED", "ended");
    }

    @Test
    void listenersHearHowAParticipantWasAndIs() {
        listen();
        Call call = startVideoChat();
        List<Participant> states = new ArrayList<>();
        List<Call> versions = new ArrayList<>();
        List<Uni<?>> changes = List.of(
                registry.addMembers(call.id(), List.of(JANE)),
                registry.decline(call.id(), JANE),
                registry.join(call.id(), joining(JANE, new Person.Chat("news", "News"), connection("c1", 1))),
                registry.change(call.id(), JANE.id(), mic(false)),
                registry.loseConnection(call.id(), JANE.id(), "c1"),
                registry.join(call.id(), joining(JANE, JANE, connection("c2", 1, 2, 3))),
                registry.leave(call.id(), JANE.id()),
                registry.join(call.id(), joining(JANE, JANE, connection("c3", 1))),
                registry.disconnect(call.id(), JANE.id(), "c3"));
        for (Uni<?> change : changes) {
            await(change);
            states.add(participant(call, JANE));
            versions.add(find(call));
        }
        await(registry.end(call.id(), JOHN));
        assertCountHeard(changes.size() + 1);
        for (int i = 0; i < changes.size(); i++) {
            assertThat(heard().get(i))
                    .isEqualTo(new Heard(versions.get(i), i == 0 ? null : states.get(i - 1), states.get(i)));
        }
        assertThat(heard().get(changes.size())).isEqualTo(new Heard(find(call), null, null));
    }

    @Test
    void listenersHearOfWhoIsPresentAtTheEndInTheStateOfTheEndedCall() {
        listen();
        Call call = startCall();
        await(registry.addMembers(call.id(), List.of(JANE)));
        await(registry.join(call.id(), JOHN, MIC_ONLY));
        await(registry.join(call.id(), guest(1), MIC_ONLY));
        Participant john = participant(call, JOHN);
        Participant guest = participant(call, guest(1));
        Call over = await(registry.end(call.id(), JANE));
        assertCountHeard(6);
        assertThat(heard().subList(3, 6)).containsExactly(
                new Heard(over, john, participant(call, JOHN)),
                new Heard(over, guest, participant(call, guest(1))),
                new Heard(over, null, null));
    }

    @Test
    void listenersHearOfEveryWayACallEnds() {
        listen();
        Call expired = startCall();
        advance(MAX_DURATION);
        expire();
        Call unanswered = ring();
        advance(RING_TIMEOUT);
        expire();
        Call cancelled = ring();
        await(registry.cancel(cancelled.id(), JANE));
        Call declined = ring();
        await(registry.decline(declined.id(), JOHN));
        Call emptied = startCall();
        await(registry.join(emptied.id(), JANE, MIC_ONLY));
        await(registry.leave(emptied.id(), JANE.id()));
        advance(EMPTY_TIMEOUT);
        expire();
        List<Call> all = List.of(expired, unanswered, cancelled, declined, emptied);
        eventually(() -> assertThat(heard()).filteredOn(event -> event.now() == null)
                .extracting(Heard::call).containsExactlyInAnyOrderElementsOf(all.stream().map(this::find).toList()));
    }

    @Test
    void listenersHearOfATimelyEndFromWhoeverNoticesIt() {
        listen();
        Call call = startCall();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.heartbeat(call.id(), JANE.id()));
        advance(LEASE);
        await(registry.inRoom("room", 0, 1));
        assertHeard("jane-id is present", "jane-id LEASE_EXPIRED");
        advance(EMPTY_TIMEOUT);
        find(call);
        assertHeard("jane-id is present", "jane-id LEASE_EXPIRED", "ended");
        assertThat(heard().get(1).call().present()).isZero();
        assertThat(heard().get(1).call().isOver()).isFalse();
    }

    @Test
    void listenersHearTheChangesOfOneCallInTheirOrder() throws Exception {
        listen();
        List<Call> calls = Stream.generate(this::startCall).limit(4).toList();
        inParallel(800, number -> registry.join(calls.get(number % 4).id(), guest(number % 100), MIC_ONLY));
        assertCountHeard(800);
        for (Call call : calls) {
            assertThat(heardOf(call)).extracting(event -> event.call().version())
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
            Map<String, Participant> latest = new HashMap<>();
            for (Heard event : heardOf(call)) {
                assertThat(event.before()).isEqualTo(latest.put(event.now().person().id(), event.now()));
            }
            assertThat(latest.values()).containsExactlyInAnyOrderElementsOf(participants(call));
        }
    }

    @Test
    void whatIsRefusedOrChangesNothingIsNotHeardOf() {
        listen();
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1))));
        assertRefused(registry.join(call.id(), joining(JOHN, JOHN, connection("c2", 1))), Reason.SOURCE_TAKEN);
        await(registry.heartbeat(call.id(), JANE.id()));
        await(registry.rename(call.id(), "Other"));
        await(registry.addMembers(call.id(), List.of(JANE)));
        await(registry.disconnect(call.id(), JANE.id(), "c2"));
        await(registry.leave(call.id(), JANE.id()));
        await(registry.leave(call.id(), JANE.id()));
        await(registry.end(call.id(), JANE));
        assertHeard("jane-id is present", "jane-id LEFT", "ended");
    }

    @Test
    void listenersHearThatCallsBeginAndHaveOtherTitles() {
        listen();
        Call call = startCall();
        Call scheduled = schedule(Duration.ofDays(1));
        Call started = await(registry.begin(scheduled.id()));
        await(registry.rename(call.id(), "Other"));
        await(registry.rename(call.id(), "Another"));
        eventually(() -> assertThat(titles).containsExactly("Other 1", "Another 2"));
        assertThat(begun).extracting(Call::id, Call::status).containsExactly(
                tuple(call.id(), CallStatus.STARTED), tuple(started.id(), CallStatus.STARTED));
        assertThat(begun.get(1)).isEqualTo(started);
    }

    @Test
    void allWhoListenHearTheSame() {
        listen();
        listen();
        Call call = startCall();
        await(registry.end(call.id(), JANE));
        assertHeard("ended", "ended");
    }
}
