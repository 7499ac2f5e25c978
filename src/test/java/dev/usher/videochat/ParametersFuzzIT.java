package dev.usher.videochat;

import org.junit.jupiter.api.Tag;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@Tag("slow")
@QuarkusIntegrationTest
@TestProfile(JanusProfile.class)
class ParametersFuzzIT extends ParametersFuzzTest {
}
