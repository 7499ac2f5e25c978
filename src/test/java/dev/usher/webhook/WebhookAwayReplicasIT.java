package dev.usher.webhook;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(WebhookAwayReplicasIT.Profile.class)
class WebhookAwayReplicasIT extends WebhookAwayTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(WebhookAwayTest.Profile.class);
        }
    }
}
