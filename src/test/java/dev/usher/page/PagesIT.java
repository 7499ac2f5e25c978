package dev.usher.page;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(PagesTest.Profile.class)
class PagesIT extends PagesTest {
}
