package dev.usher.videochat;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(ReplicasProfile.WithJanus.class)
class GuestsReplicasIT extends GuestsTest implements BehindNginx {
}
