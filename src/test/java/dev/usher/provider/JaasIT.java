package dev.usher.provider;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(JaasTest.Profile.class)
class JaasIT extends JaasTest {
}
