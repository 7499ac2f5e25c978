package dev.usher.identity;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(OidcBesideRocketChatTest.Profile.class)
class OidcBesideRocketChatIT extends OidcBesideRocketChatTest {
}
