package dev.usher.identity;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(RocketChatProfile.class)
class RocketChatIdentityIT extends RocketChatIdentityTest {
}
