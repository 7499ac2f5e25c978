package dev.usher.videochat;

import dev.usher.UsherProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(UsherProfile.class)
class NoMediaServerIT extends NoMediaServerTest {
}
