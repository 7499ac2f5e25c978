package dev.usher.event;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(EventsTest.Profile.class)
class EventsIT extends EventsTest {
}
