package dev.usher.ratelimit;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(NoRateLimitTest.Profile.class)
class NoRateLimitIT extends NoRateLimitTest {
}
