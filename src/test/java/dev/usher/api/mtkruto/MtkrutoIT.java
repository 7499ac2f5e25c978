package dev.usher.api.mtkruto;

import dev.usher.videochat.JanusProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(JanusProfile.class)
class MtkrutoIT extends MtkrutoTest {
}
