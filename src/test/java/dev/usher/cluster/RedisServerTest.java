package dev.usher.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What the other tests of Redis rely on: its clock can be moved, and it comes back with what it had. */
class RedisServerTest {

    private static final String TIME = "return redis.call('TIME')[1]";

    private final RedisServer redis = RedisServer.withClock();

    @AfterEach
    void stop() {
        redis.stop();
    }

    @Test
    void theTimeMovesForCommandsScriptsAndExpiry() {
        redis.start();
        assertThat(redis.now()).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
        redis.cli("SET", "key", "value", "PX", "3600000");

        redis.advance(Duration.ofMinutes(59));
        Instant later = Instant.now().plus(59, ChronoUnit.MINUTES);
        assertThat(redis.now()).isCloseTo(later, within(5, ChronoUnit.SECONDS));
        assertThat(Instant.ofEpochSecond(Long.parseLong(redis.cli("EVAL", TIME, "0"))))
                .isCloseTo(later, within(5, ChronoUnit.SECONDS));
        assertThat(redis.cli("GET", "key")).isEqualTo("value");
        assertThat(Long.parseLong(redis.cli("TTL", "key"))).isBetween(50L, 60L);

        redis.advance(Duration.ofMinutes(1));
        assertThat(redis.cli("GET", "key")).isEmpty();
    }

    @Test
    void whatWasWrittenSurvivesKillingAndSoDoesTheTime() {
        redis.start();
        String url = redis.url();
        redis.advance(Duration.ofDays(1));
        redis.cli("SET", "key", "value", "PX", "3600000");
        redis.kill();
        redis.restart();
        assertThat(redis.url()).isEqualTo(url);
        assertThat(redis.now()).isCloseTo(Instant.now().plus(1, ChronoUnit.DAYS), within(5, ChronoUnit.SECONDS));
        assertThat(redis.cli("GET", "key")).isEqualTo("value");
        redis.clear();
        assertThat(redis.cli("DBSIZE")).isEqualTo("0");
    }

    @Test
    void aSuspendedServerGoesOnWhereItStood() {
        redis.start();
        redis.cli("SET", "key", "value");
        redis.suspend();
        redis.resume();
        assertThat(redis.cli("GET", "key")).isEqualTo("value");
    }

    @Test
    void aPasswordIsRequiredWhereOneIsSet() {
        RedisServer guarded = new RedisServer().withPassword("quite secret");
        try {
            guarded.start();
            assertThat(guarded.cli("PING")).isEqualTo("PONG");
            assertThatThrownBy(() -> guarded.cli("AUTH", "wrong")).hasMessageContaining("WRONGPASS");
            assertThatThrownBy(() -> guarded.advance(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class);
        } finally {
            guarded.stop();
        }
    }
}
