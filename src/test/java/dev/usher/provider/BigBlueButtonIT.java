package dev.usher.provider;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(BigBlueButtonTest.Profile.class)
class BigBlueButtonIT extends BigBlueButtonTest {
}
