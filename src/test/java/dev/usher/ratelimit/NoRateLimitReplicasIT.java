package dev.usher.ratelimit;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(NoRateLimitReplicasIT.Profile.class)
class NoRateLimitReplicasIT extends NoRateLimitTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(NoRateLimitTest.Profile.class);
        }
    }
}
