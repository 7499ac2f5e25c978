package dev.usher.cluster;

import java.time.Duration;
import java.util.ArrayList;

import org.jboss.logging.Logger;

import dev.usher.media.MediaServer;
import dev.usher.videochat.Connections;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Notices pods that have died with connections, ends their sessions at the media server, and takes over what they
 * have left: whose connection is lost has time to come back, and rooms go when their calls end.
 */
@Singleton
class DeadPods {

    private static final Logger LOG = Logger.getLogger(DeadPods.class);

    private final RedisConnectionHolders holders;
    private final Connections connections;
    private final MediaServer media;
    private final Duration lease;

    @Inject
    DeadPods(Pods pods, RedisConnectionHolders holders, Connections connections, MediaServer media,
            StoreConfig config) {
        this.holders = holders;
        this.connections = connections;
        this.media = media;
        this.lease = config.podLease();
        pods.serve(RedisConnectionHolders.SETTLE, what -> connections
                .settledAsRegistered(what.getString(RedisConnectionHolders.ID)).replaceWith(new JsonObject()));
    }

    /** Says that this pod is there, and cleans up after those of which nothing was heard. */
    Uni<Void> look() {
        return holders.beat(lease)
                .flatMap(dead -> Multi.createFrom().iterable(dead)
                        .onItem().transformToUniAndConcatenate(this::cleanUp).onItem().ignoreAsUni());
    }

    private Uni<Void> cleanUp(String pod) {
        return holders.heldBy(pod).flatMap(held -> {
            LOG.infof("A pod is gone: taking over %d connections of %d calls",
                    held.connections().size(), held.calls().size());
            Uni<Void> ended = held.session().map(media::endSession).orElseGet(() -> Uni.createFrom().voidItem());
            return ended.onFailure().invoke(failed -> LOG.warnf("Its session stays: %s", failed.getMessage()))
                    .onFailure().recoverWithNull()
                    .invoke(() -> takeOver(held))
                    .chain(() -> holders.strikeOut(pod, new ArrayList<>(held.subscriptions())));
        });
    }

    private void takeOver(RedisConnectionHolders.Held held) {
        held.calls().forEach(connections::adopt);
        held.connections().forEach((id, owner) -> connections.adopt(id, owner.callId(), owner.personId()));
    }
}
