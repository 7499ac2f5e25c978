package dev.usher.provider;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(BigBlueButtonReplicasIT.Profile.class)
class BigBlueButtonReplicasIT extends BigBlueButtonTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(BigBlueButtonTest.Profile.class);
        }
    }
}
