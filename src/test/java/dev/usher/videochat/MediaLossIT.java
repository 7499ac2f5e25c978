package dev.usher.videochat;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(MediaLossTest.Profile.class)
class MediaLossIT extends MediaLossTest {
}
