package dev.usher.ratelimit;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(UntrustedProxyReplicasIT.Profile.class)
class UntrustedProxyReplicasIT extends UntrustedProxyTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(UntrustedProxyTest.Profile.class);
        }
    }
}
