package dev.usher.webhook;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(WebhookTest.Profile.class)
class WebhookIT extends WebhookTest {
}
