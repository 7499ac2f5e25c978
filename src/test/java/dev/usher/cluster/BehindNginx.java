package dev.usher.cluster;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

import io.restassured.RestAssured;

/** Tests whose every request goes to {@link Replicas}, each to another pod than the one before. */
@Tag("replicas")
public interface BehindNginx {

    @BeforeEach
    default void throughNginx() {
        RestAssured.port = Replicas.running().port();
    }
}
