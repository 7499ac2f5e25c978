package dev.usher.page;

import dev.usher.UsherProfile;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(UsherProfile.class)
class PageIT extends PageTest {
}
