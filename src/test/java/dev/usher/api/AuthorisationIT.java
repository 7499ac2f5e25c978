package dev.usher.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(AuthorisationTest.Profile.class)
class AuthorisationIT extends AuthorisationTest {
}
