package dev.usher.api.rocketchat;

import dev.usher.cluster.BehindNginx;
import dev.usher.cluster.ReplicasProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(ReplicasProfile.class)
class RequestValidationReplicasIT extends RequestValidationTest implements BehindNginx {
}
