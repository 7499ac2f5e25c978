package dev.usher.videochat;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(MediaReplicasIT.Profile.class)
class MediaReplicasIT extends MediaTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(MediaTest.Profile.class);
        }
    }
}
