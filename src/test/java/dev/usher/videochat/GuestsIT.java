package dev.usher.videochat;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(JanusProfile.class)
class GuestsIT extends GuestsTest {
}
