package dev.usher.conference;

import org.junit.jupiter.api.Tag;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@Tag("slow")
@QuarkusIntegrationTest
@TestProfile(CallLifetimeTest.Profile.class)
class CallLifetimeIT extends CallLifetimeTest {
}
