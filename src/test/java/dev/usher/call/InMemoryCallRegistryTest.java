package dev.usher.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.usher.TestConfig;
import dev.usher.call.CallException.Reason;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InMemoryCallRegistryTest {

    private static final Person.Member JANE = new Person.Member("jane-id", "jane", "Jane Doe");
    private static final Person.Member JOHN = new Person.Member("john-id", "john", "John");
    private static final Devices MIC_ONLY = Devices.of(true, false);

    private final MutableClock clock = new MutableClock();
    private final InMemoryCallRegistry registry = registry(1000, 5000);

    private InMemoryCallRegistry registry(int maxCalls, int maxParticipants) {
        return new InMemoryCallRegistry(clock, TestConfig.of(CallConfig.class, Map.of()),
                TestConfig.of(RegistryConfig.class, Map.of(
                        "usher.registry.max-calls", String.valueOf(maxCalls),
                        "usher.registry.max-participants-per-call", String.valueOf(maxParticipants),
                        "usher.registry.retention", "1h")));
    }

    private Call start(CallRegistry in) {
        return await(in.add(Call.conference("room", "Title", JANE, true, "meet", clock.instant()).withUrl("url")));
    }

    private Call ring() {
        return await(registry.add(Call.direct("room", JANE, JOHN.id(), false, "meet", clock.instant())));
    }

    private Call find(Call call) {
        return await(registry.find(call.id()));
    }

    private Participant participant(Call call, Person person) {
        return await(registry.participant(call.id(), person.id())).orElseThrow();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }

    private static void assertRefused(Uni<?> operation, Reason reason) {
        assertThatThrownBy(() -> await(operation)).isInstanceOfSatisfying(CallException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    @Test
    void joiningAgainReplacesTheDevicesAndKeepsTheEntry() {
        Call call = start(registry);
        await(registry.join(call.id(), JANE, MIC_ONLY));
        var firstJoin = participant(call, JANE).joinedAt();
        clock.advance(Duration.ofSeconds(3));

        Call joined = await(registry.join(call.id(), JANE, Devices.of(false, null)));

        assertThat(joined.present()).isEqualTo(1);
        Participant jane = participant(call, JANE);
        assertThat(jane.devices()).isEqualTo(new Devices(DeviceState.OFF, DeviceState.UNKNOWN));
        assertThat(jane.joinedAt()).isEqualTo(firstJoin);
        assertThat(jane.lastSeenAt()).isEqualTo(firstJoin.plusSeconds(3));
    }

    @Test
    void whoLeftIsStillListedAndMayComeBack() {
        Call call = start(registry);
        await(registry.join(call.id(), JANE, MIC_ONLY));
        clock.advance(Duration.ofSeconds(1));
        await(registry.leave(call.id(), JANE.id()));

        assertThat(participant(call, JANE).leftAt()).isEqualTo(clock.instant());
        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.LEFT);
        assertThat(find(call).present()).isZero();

        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(participant(call, JANE).isPresent()).isTrue();
        assertThat(find(call).present()).isEqualTo(1);
    }

    @Test
    void leavingTwiceIsFineButStrangersCannotLeave() {
        Call call = start(registry);
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.leave(call.id(), JANE.id()));
        await(registry.leave(call.id(), JANE.id()));
        assertThat(find(call).present()).isZero();
        assertRefused(registry.leave(call.id(), JOHN.id()), Reason.NOT_A_PARTICIPANT);
    }

    @Test
    void everyChangeCountsUpTheVersion() {
        Call call = start(registry);
        List<Uni<?>> changes = List.of(
                registry.join(call.id(), JANE, MIC_ONLY),
                registry.change(call.id(), JANE.id(), ParticipantChange.of(Devices.of(false, null))),
                registry.addMembers(call.id(), List.of(JOHN)),
                registry.rename(call.id(), "Other"),
                registry.leave(call.id(), JANE.id()),
                registry.end(call.id(), JANE));
        for (int i = 0; i < changes.size(); i++) {
            await(changes.get(i));
            assertThat(find(call).version()).isEqualTo(i + 1);
        }
    }

    @Test
    void changedDevicesKeepWhatIsNotGiven() {
        Call call = start(registry);
        await(registry.join(call.id(), JANE, MIC_ONLY));
        ParticipantChange camera = ParticipantChange.of(Devices.of(null, true));
        assertThat(await(registry.change(call.id(), JANE.id(), camera)).devices())
                .isEqualTo(Devices.of(true, true));
        assertRefused(registry.change(call.id(), JOHN.id(), ParticipantChange.of(MIC_ONLY)), Reason.NOT_A_PARTICIPANT);
    }

    @Test
    void guestsAreCountedOnceEach() {
        Call call = start(registry);
        Person guest = new Person.Guest("guest:1");
        await(registry.join(call.id(), guest, MIC_ONLY));
        await(registry.leave(call.id(), guest.id()));
        await(registry.join(call.id(), guest, MIC_ONLY));
        await(registry.join(call.id(), new Person.Guest("guest:2"), MIC_ONLY));
        assertThat(find(call).anonymousUsers()).isEqualTo(2);
        assertThat(find(call).present()).isEqualTo(2);
    }

    @Test
    void aLeaseEndsNinetySecondsAfterTheLastHeartbeatAndOnlyForThoseWhoSentOne() {
        Call call = start(registry);
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.join(call.id(), JOHN, MIC_ONLY));
        await(registry.heartbeat(call.id(), JANE.id()));
        clock.advance(Duration.ofSeconds(80));
        await(registry.heartbeat(call.id(), JANE.id()));
        var lastSeen = clock.instant();

        clock.advance(Duration.ofSeconds(89));
        assertThat(find(call).present()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(find(call).present()).isEqualTo(1);

        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.LEASE_EXPIRED);
        assertThat(participant(call, JANE).leftAt()).isEqualTo(lastSeen.plusSeconds(90));
        assertThat(participant(call, JOHN).isPresent()).isTrue();
        assertRefused(registry.heartbeat(call.id(), JANE.id()), Reason.NOT_A_PARTICIPANT);
    }

    @Test
    void anyLifeSignRenewsALease() {
        Call call = start(registry);
        for (Person person : List.of(JANE, JOHN)) {
            await(registry.join(call.id(), person, MIC_ONLY));
            await(registry.heartbeat(call.id(), person.id()));
        }
        clock.advance(Duration.ofSeconds(60));
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.change(call.id(), JOHN.id(), ParticipantChange.of(MIC_ONLY)));
        clock.advance(Duration.ofSeconds(60));
        assertThat(find(call).present()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(30));
        assertThat(find(call).present()).isZero();
    }

    @Test
    void anEmptyCallEndsFiveMinutesAfterTheLastOneLeft() {
        Call call = start(registry);
        await(registry.join(call.id(), JANE, MIC_ONLY));
        await(registry.leave(call.id(), JANE.id()));
        var emptySince = clock.instant();
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(find(call).status()).isEqualTo(CallStatus.STARTED);
        clock.advance(Duration.ofMillis(1));
        assertThat(find(call).status()).isEqualTo(CallStatus.ENDED);
        assertThat(find(call).endedAt()).isEqualTo(emptySince.plus(Duration.ofMinutes(5)));
        assertThat(find(call).endedBy()).isNull();
    }

    @Test
    void aCallThatNobodyEverJoinedWaits() {
        Call call = start(registry);
        clock.advance(Duration.ofHours(23));
        assertThat(find(call).status()).isEqualTo(CallStatus.STARTED);
    }

    @Test
    void anyCallExpiresAfterADay() {
        Call call = start(registry);
        await(registry.join(call.id(), JANE, MIC_ONLY));
        clock.advance(Duration.ofHours(24));
        assertThat(find(call).status()).isEqualTo(CallStatus.EXPIRED);
        assertThat(participant(call, JANE).leftReason()).isEqualTo(LeaveReason.CALL_ENDED);
        assertRefused(registry.join(call.id(), JOHN, MIC_ONLY), Reason.CALL_OVER);
    }

    @Test
    void anUnansweredDirectCallIsDeclinedAfterFortySeconds() {
        Call call = ring();
        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(find(call).status()).isEqualTo(CallStatus.CALLING);
        clock.advance(Duration.ofSeconds(40));
        assertThat(find(call).status()).isEqualTo(CallStatus.DECLINED);
        assertThat(find(call).ringing()).isFalse();
    }

    @Test
    void theCalleeAnswersADirectCallByJoining() {
        Call call = ring();
        Call joined = await(registry.join(call.id(), JOHN, MIC_ONLY));
        assertThat(joined.status()).isEqualTo(CallStatus.STARTED);
        assertThat(joined.ringing()).isFalse();
        assertRefused(registry.cancel(call.id(), JANE), Reason.NOT_CALLING);
        clock.advance(Duration.ofSeconds(41));
        assertThat(find(call).status()).isEqualTo(CallStatus.STARTED);
    }

    @Test
    void onlyDirectCallsCanBeCancelled() {
        assertRefused(registry.cancel(start(registry).id(), JANE), Reason.NOT_DIRECT);
        Call call = ring();
        assertThat(await(registry.cancel(call.id(), JANE)).status()).isEqualTo(CallStatus.DECLINED);
        assertThat(find(call).endedBy()).isEqualTo(JANE);
    }

    @Test
    void decliningEndsADirectCallOnlyWhenItsCalleeDoes() {
        Call call = ring();
        await(registry.decline(call.id(), new Person.Member("other", "other", "Other")));
        assertThat(find(call).status()).isEqualTo(CallStatus.CALLING);
        await(registry.decline(call.id(), JOHN));
        assertThat(find(call).status()).isEqualTo(CallStatus.DECLINED);
        assertThat(participant(call, JOHN).declinedAt()).isEqualTo(clock.instant());
        assertThat(participant(call, JOHN).hasJoined()).isFalse();
    }

    @Test
    void addedMembersAreNewOnce() {
        Call call = start(registry);
        assertThat(await(registry.addMembers(call.id(), List.of(JANE, JOHN, JOHN)))).containsExactly(JANE, JOHN);
        assertThat(await(registry.addMembers(call.id(), List.of(JOHN)))).isEmpty();
        assertThat(find(call).present()).isZero();
    }

    @Test
    void aFullCallSaysSo() {
        CallRegistry small = registry(1, 2);
        Call call = start(small);
        await(small.join(call.id(), JANE, MIC_ONLY));
        await(small.join(call.id(), JOHN, MIC_ONLY));
        assertRefused(small.join(call.id(), new Person.Guest("guest:1"), MIC_ONLY), Reason.CALL_FULL);
        await(small.join(call.id(), JOHN, MIC_ONLY));
    }

    @Test
    void atTheBoundCallsThatAreOverMakeRoomAndOpenOnesDoNot() {
        CallRegistry small = registry(2, 10);
        Call first = start(small);
        start(small);
        assertThatThrownBy(() -> start(small)).isInstanceOfSatisfying(CallException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_CALLS));
        await(small.end(first.id(), JANE));
        start(small);
        assertRefused(small.find(first.id()), Reason.CALL_NOT_FOUND);
        assertThat(await(small.inRoom("room", 0, 10)).total()).isEqualTo(2);
    }

    @Test
    void aCallThatIsOverIsForgottenAfterTheRetention() {
        Call call = start(registry);
        await(registry.end(call.id(), JANE));
        clock.advance(Duration.ofMinutes(59));
        registry.expire();
        assertThat(find(call).status()).isEqualTo(CallStatus.ENDED);
        clock.advance(Duration.ofMinutes(1));
        registry.expire();
        assertRefused(registry.find(call.id()), Reason.CALL_NOT_FOUND);
        assertThat(await(registry.inRoom("room", 0, 10)).total()).isZero();
    }

    @Test
    void aRoomsCallsArePagedNewestFirst() {
        List<String> ids = IntStream.range(0, 10).mapToObj(i -> start(registry).id()).toList();
        CallPage page = await(registry.inRoom("room", 2, 3));
        assertThat(page.calls()).extracting(entry -> entry.call().id())
                .containsExactly(ids.get(7), ids.get(6), ids.get(5));
        assertThat(page.total()).isEqualTo(10);
        assertThat(await(registry.inRoom("room", 9, 3)).calls()).hasSize(1);
        assertThat(await(registry.inRoom("room", 10, 3)).calls()).isEmpty();
        assertThat(await(registry.inRoom("room", Integer.MAX_VALUE, Integer.MAX_VALUE)).calls()).isEmpty();
        assertThat(await(registry.inRoom("other", 0, 3)).total()).isZero();
    }

    @Test
    void theNewestOpenCallsAreThoseThatAreNotOver() {
        List<Call> calls = IntStream.range(0, 4).mapToObj(i -> start(registry)).toList();
        await(registry.end(calls.get(2).id(), JANE));
        assertThat(await(registry.newestOpen(2))).extracting(entry -> entry.call().id())
                .containsExactly(calls.get(3).id(), calls.get(1).id());
    }

    @Test
    void timeIsKeptForCallsThatNobodyAsksFor() {
        Call call = start(registry);
        await(registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(registry.census()).isEqualTo(new CallRegistry.Census(1, 1));
        clock.advance(Duration.ofHours(24));
        registry.expire();
        assertThat(registry.census()).isEqualTo(new CallRegistry.Census(0, 0));
    }

    @Test
    void parallelJoinsOfOnePersonLeaveOneParticipant() throws Exception {
        Call call = start(registry);
        inParallel(200, number -> registry.join(call.id(), JANE, MIC_ONLY));
        assertThat(find(call).present()).isEqualTo(1);
        assertThat(await(registry.withParticipants(call.id())).participants()).hasSize(1);
    }

    @Test
    void parallelJoinsAndLeavesOfManyLoseNobody() throws Exception {
        Call call = start(registry);
        inParallel(1000, number -> registry.join(call.id(), new Person.Guest("guest:" + number), MIC_ONLY));
        assertThat(find(call).present()).isEqualTo(1000);
        assertThat(find(call).anonymousUsers()).isEqualTo(1000);
        inParallel(1000, number -> number % 2 == 0
                ? registry.leave(call.id(), "guest:" + number)
                : registry.join(call.id(), new Person.Guest("guest:" + (number + 1000)), MIC_ONLY));
        assertThat(find(call).present()).isEqualTo(1000);
        assertThat(find(call).version()).isEqualTo(2000);
        assertThat(registry.census().participants()).isEqualTo(1000);
    }

    private static void inParallel(int times, IntFunction<Uni<?>> operation) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Object>> tasks = IntStream.range(0, times)
                    .<Callable<Object>>mapToObj(number -> () -> await(operation.apply(number))).toList();
            for (var result : threads.invokeAll(tasks)) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Call startVideoChat() {
        VideoChat how = new VideoChat(VideoChat.Mode.VIDEO, false, false, null, clock.instant());
        return await(registry.add(Call.videoChat("room", null, JANE, how, clock.instant())));
    }

    private static Connection connection(String id, int audioSource, Integer... videoSources) {
        return new Connection(id, audioSource, videoSources.length == 0 ? List.of()
                : List.of(new Connection.SourceGroup("FID", List.of(videoSources))));
    }

    private static Joining joining(Person person, Person seenAs, Connection connection) {
        return new Joining(person, seenAs, Devices.of(true, true), Speaking.ALLOWED, connection);
    }

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
    }

    @Test
    void aHandGoesDownWhenItsOwnerMaySpeak() {
        Call call = startVideoChat();
        await(registry.join(call.id(),
                new Joining(JOHN, JOHN, Devices.UNKNOWN, Speaking.ON_REQUEST, connection("c1", 1))));
        await(registry.change(call.id(), JOHN.id(), new ParticipantChange(Devices.UNKNOWN, null, true)));
        assertThat(participant(call, JOHN).handRaisedAt()).isEqualTo(clock.instant());
        await(registry.change(call.id(), JOHN.id(), new ParticipantChange(Devices.UNKNOWN, Speaking.ALLOWED, null)));
        assertThat(participant(call, JOHN).handRaisedAt()).isNull();
    }

    @Test
    void aScheduledCallLastsFromItsBeginning() {
        VideoChat later = new VideoChat(VideoChat.Mode.VOICE, false, false, clock.instant().plus(Duration.ofDays(3)),
                null);
        Call call = await(registry.add(Call.videoChat("room", null, JANE, later, clock.instant())));
        assertRefused(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1))), Reason.CALL_SCHEDULED);
        clock.advance(Duration.ofDays(3));
        assertThat(await(registry.begin(call.id())).status()).isEqualTo(CallStatus.STARTED);
        assertRefused(registry.begin(call.id()), Reason.NOT_SCHEDULED);
        clock.advance(Duration.ofHours(23));
        assertThat(find(call).isOver()).isFalse();
        clock.advance(Duration.ofHours(1));
        assertThat(find(call).status()).isEqualTo(CallStatus.EXPIRED);
    }

    @Test
    void listenersHearOfEveryChangeAndEveryWayToLeave() {
        List<String> heard = new ArrayList<>();
        registry.listen(new CallListener() {
            @Override
            public void participantChanged(Call call, Participant before, Participant now) {
                heard.add(now.person().id() + " " + (now.isPresent() ? "is present" : now.leftReason()));
            }

            @Override
            public void ended(Call call) {
                heard.add("ended");
            }
        });
        Call call = startVideoChat();
        await(registry.join(call.id(), joining(JANE, JANE, connection("c1", 1))));
        await(registry.join(call.id(), joining(JOHN, JOHN, connection("c2", 2))));
        await(registry.heartbeat(call.id(), JOHN.id()));
        clock.advance(Duration.ofSeconds(90));
        registry.expire();
        await(registry.end(call.id(), JANE));
        assertThat(heard).containsExactly("jane-id is present", "john-id is present", "john-id LEASE_EXPIRED",
                "jane-id CALL_ENDED", "ended");
    }
}
