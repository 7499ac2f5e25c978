package dev.usher.webhook;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(WebhookAwayTest.Profile.class)
class WebhookAwayIT extends WebhookAwayTest {
}
