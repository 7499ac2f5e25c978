package dev.usher.identity;

import org.junit.jupiter.api.Tag;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@Tag("slow")
@QuarkusIntegrationTest
@TestProfile(RocketChatProfile.class)
class RocketChatIdentityIT extends RocketChatIdentityTest {
}
