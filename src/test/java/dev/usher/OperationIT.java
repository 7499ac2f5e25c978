package dev.usher;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusIntegrationTest
@TestProfile(UsherProfile.class)
class OperationIT extends OperationTest {
}
