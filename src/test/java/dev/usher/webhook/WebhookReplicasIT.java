package dev.usher.webhook;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.Replicas;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(WebhookReplicasIT.Profile.class)
class WebhookReplicasIT extends WebhookTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(WebhookTest.Profile.class);
        }
    }

    @Override
    double counted(String nameAndLabels) {
        return Replicas.running().sum(nameAndLabels);
    }
}
