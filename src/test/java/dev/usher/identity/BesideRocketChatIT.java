package dev.usher.identity;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(BesideRocketChatTest.Profile.class)
class BesideRocketChatIT extends BesideRocketChatTest {
}
