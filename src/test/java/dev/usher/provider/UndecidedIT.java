package dev.usher.provider;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(UndecidedTest.Profile.class)
class UndecidedIT extends UndecidedTest {
}
