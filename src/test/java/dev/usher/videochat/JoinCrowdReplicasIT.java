package dev.usher.videochat;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(JoinCrowdReplicasIT.Profile.class)
class JoinCrowdReplicasIT extends JoinCrowdTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(JoinCrowdTest.Profile.class);
        }
    }
}
