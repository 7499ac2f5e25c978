package dev.usher.identity;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(OidcAwayTest.Profile.class)
class OidcAwayIT extends OidcAwayTest {
}
