package dev.usher.videochat;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(JoinCrowdTest.Profile.class)
class JoinCrowdIT extends JoinCrowdTest {
}
