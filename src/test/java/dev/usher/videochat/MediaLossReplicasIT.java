package dev.usher.videochat;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.Replicas;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(MediaLossReplicasIT.Profile.class)
class MediaLossReplicasIT extends MediaLossTest implements BehindNginx {

    public static class Profile extends ReplicasProfile {
        public Profile() {
            super(MediaLossTest.Profile.class);
        }
    }

    @Override
    double mediaConnections() {
        return Replicas.running().sum("usher_media_connections");
    }
}
