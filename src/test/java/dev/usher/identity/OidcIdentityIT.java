package dev.usher.identity;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(OidcProfile.class)
class OidcIdentityIT extends OidcIdentityTest {
}
