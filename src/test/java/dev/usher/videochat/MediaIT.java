package dev.usher.videochat;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(MediaTest.Profile.class)
class MediaIT extends MediaTest {
}
