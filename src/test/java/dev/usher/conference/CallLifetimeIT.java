package dev.usher.conference;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(CallLifetimeTest.Profile.class)
class CallLifetimeIT extends CallLifetimeTest {
}
