package dev.usher.provider;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(UnconfiguredTest.Profile.class)
class UnconfiguredIT extends UnconfiguredTest {
}
