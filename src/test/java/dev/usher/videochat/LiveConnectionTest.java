package dev.usher.videochat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import dev.usher.media.MediaKind;
import dev.usher.media.Muted;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;

class LiveConnectionTest {

    private static final Muted ALL = new Muted(true, true);
    private static final long TIMEOUT = Duration.ofSeconds(10).toNanos();

    private static LiveConnection connection(Muted muted) {
        return new LiveConnection("1", "call", "person", true, muted, 0);
    }

    private static AtomicBoolean settled(LiveConnection connection) {
        AtomicBoolean settled = new AtomicBoolean();
        Uni.createFrom().<Void>emitter(connection::whenSettled).subscribe().with(done -> settled.set(true));
        return settled;
    }

    @Test
    void aMuteThatFollowsAFailedUnmuteIsApplied() {
        LiveConnection connection = connection(ALL);
        connection.want(Muted.NOTHING, 0);
        assertThat(connection.nextToApply()).contains(Muted.NOTHING);
        connection.want(ALL, 0);
        AtomicBoolean settled = settled(connection);
        assertThat(settled).as("while the unmute is under way").isFalse();
        connection.notApplied();
        assertThat(settled).isFalse();
        assertThat(connection.nextToApply()).contains(ALL);
        assertThat(connection.applied(ALL)).as("is to be applied once more").isTrue();
        assertThat(settled).isTrue();
        assertThat(connection.nextToApply()).isEmpty();
        connection.forgetApplied();
        assertThat(connection.nextToApply()).contains(ALL);
        assertThat(connection.applied(ALL)).isFalse();
    }

    @Test
    void oneAtATimeIsApplied() {
        LiveConnection connection = connection(Muted.NOTHING);
        connection.want(ALL, 0);
        assertThat(connection.nextToApply()).contains(ALL);
        connection.want(Muted.NOTHING, 0);
        assertThat(connection.nextToApply()).isEmpty();
        connection.applied(ALL);
        assertThat(connection.nextToApply()).contains(Muted.NOTHING);
    }

    @Test
    void whoNeverConnectsIsOverdueAlsoMuted() {
        assertThat(connection(ALL).isOverdue(TIMEOUT - 1, TIMEOUT)).isFalse();
        assertThat(connection(ALL).isOverdue(TIMEOUT, TIMEOUT)).isTrue();
    }

    @Test
    void whoSendsNothingIsOverdueUnlessMuted() {
        LiveConnection connection = connection(Muted.NOTHING);
        connection.receiving(MediaKind.AUDIO, 0, true, 1);
        connection.receiving(MediaKind.AUDIO, 0, false, 2);
        assertThat(connection.isOverdue(1 + TIMEOUT, TIMEOUT)).isFalse();
        assertThat(connection.isOverdue(2 + TIMEOUT, TIMEOUT)).isTrue();
        connection.want(ALL, 3);
        assertThat(connection.isOverdue(3 + TIMEOUT, TIMEOUT)).isFalse();
        connection.want(new Muted(false, true), 5);
        assertThat(connection.isOverdue(4 + TIMEOUT, TIMEOUT)).isFalse();
        assertThat(connection.isOverdue(5 + TIMEOUT, TIMEOUT)).isTrue();
    }

    @Test
    void inSimulcastOneLayerIsEnough() {
        LiveConnection connection = connection(new Muted(true, false));
        connection.receiving(MediaKind.VIDEO, 0, true, 1);
        connection.receiving(MediaKind.VIDEO, 2, true, 1);
        connection.receiving(MediaKind.VIDEO, 2, false, 2);
        assertThat(connection.isOverdue(3 + TIMEOUT, TIMEOUT)).isFalse();
        connection.receiving(MediaKind.VIDEO, 0, false, 5);
        assertThat(connection.isOverdue(5 + TIMEOUT, TIMEOUT)).isTrue();
    }

    @Test
    void whoWasLostHasTimeToComeBackAndIsNotAdmitted() {
        LiveConnection connection = connection(ALL);
        connection.up();
        connection.lose(7);
        assertThat(connection.admit()).isFalse();
        assertThat(connection.isOverdue(6 + TIMEOUT, TIMEOUT)).isFalse();
        assertThat(connection.isOverdue(7 + TIMEOUT, TIMEOUT)).isTrue();
    }
}
