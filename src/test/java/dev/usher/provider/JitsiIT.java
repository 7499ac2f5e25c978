package dev.usher.provider;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(JitsiTest.Profile.class)
class JitsiIT extends JitsiTest {
}
