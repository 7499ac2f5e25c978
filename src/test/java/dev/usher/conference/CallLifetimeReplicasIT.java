package dev.usher.conference;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(CallLifetimeReplicasIT.Profile.class)
class CallLifetimeReplicasIT extends CallLifetimeTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(CallLifetimeTest.Profile.class);
        }
    }
}
