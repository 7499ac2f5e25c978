package dev.usher.provider;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(TemplateTest.Profile.class)
class TemplateIT extends TemplateTest {
}
