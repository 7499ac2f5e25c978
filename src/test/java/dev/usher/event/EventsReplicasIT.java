package dev.usher.event;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusIntegrationTest
@TestProfile(EventsReplicasIT.Profile.class)
class EventsReplicasIT extends EventsTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(EventsTest.Profile.class);
        }
    }

    /** Another pod than before has not kept the events. */
    @Override
    void assertUpToDate(EventStreamClient back, String title) {
        EventStreamClient.Event first = back.next();
        if (first.type().equals("snapshot")) {
            assertThat(first.json().getString("call.title")).isEqualTo(title);
        } else {
            assertThat(first.json().getString("call.title")).isEqualTo("2");
            assertThat(back.next("call-renamed").json().getString("call.title")).isEqualTo(title);
        }
    }
}
