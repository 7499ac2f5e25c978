package dev.usher;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(AccessLogTest.Profile.class)
class AccessLogIT extends AccessLogTest {
}
