package dev.usher.ratelimit;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(UntrustedProxyTest.Profile.class)
class UntrustedProxyIT extends UntrustedProxyTest {
}
