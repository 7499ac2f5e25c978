package dev.usher.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static dev.usher.Api.as;

/** A server that is away for a whole minute, with the settings that hold by themselves. */
@QuarkusTest
@TestProfile(WebhookAwayTest.Profile.class)
@Tag("packaged")
@Tag("slow")
class WebhookAwayTest {

    public static class Profile extends UsherProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(WebhookReceiver.class));
        }
    }

    private static final Duration AWAY = Duration.ofMinutes(1);
    /** The longest time between two attempts, and some more. */
    private static final Duration SOON = Duration.ofSeconds(50);
    private static final int CALLS = 10;

    WebhookReceiver receiver;

    /** A call, and what has happened there. */
    private record Followed(String callId, List<String> types) {
    }

    @Test
    void nothingIsLostAndTheOrderIsKept() throws Exception {
        List<Followed> calls = IntStream.range(0, CALLS)
                .mapToObj(i -> new Followed(Api.start(Accounts.jane()), new ArrayList<>(List.of("call-started"))))
                .toList();
        calls.forEach(call -> receiver.awaitTypes(SOON, call.callId(), call.types()));
        receiver.close();
        Instant back = Instant.now().plus(AWAY);
        for (boolean comes = true; Instant.now().isBefore(back); comes = !comes) {
            for (Followed call : calls) {
                change(call, comes);
            }
            Thread.sleep(500);
        }
        receiver.open();
        calls.forEach(call -> change(call, true));
        calls.forEach(call -> receiver.awaitTypes(SOON, call.callId(), call.types()));
    }

    private static void change(Followed call, boolean comes) {
        if (comes) {
            Api.join(as(Accounts.john()), call.callId(), Map.of("mic", true)).then().statusCode(200);
            call.types().add(call.types().contains("participant-joined")
                    && !call.types().get(call.types().size() - 1).equals("participant-left")
                    ? "participant-state" : "participant-joined");
        } else {
            Api.call(as(Accounts.john()), "video-conference.leave", call.callId()).then().statusCode(200);
            call.types().add("participant-left");
        }
    }
}
