package dev.usher.cluster;

import dev.usher.call.CallRegistry;
import dev.usher.call.InMemoryCallRegistry;
import dev.usher.identity.InMemoryLoginTokens;
import dev.usher.identity.InMemoryTickets;
import dev.usher.identity.LoginTokens;
import dev.usher.identity.Tickets;
import dev.usher.media.MediaServer;
import dev.usher.media.janus.JanusMediaServer;
import dev.usher.ratelimit.InMemoryRateLimiter;
import dev.usher.ratelimit.RateLimiter;
import dev.usher.videochat.ConnectionHolders;
import dev.usher.videochat.InMemoryInvites;
import dev.usher.videochat.InMemorySubscriptions;
import dev.usher.videochat.Invites;
import dev.usher.videochat.SoleHolder;
import dev.usher.videochat.Subscriptions;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Chooses by the configuration where everything is remembered. What is not chosen is not made. */
@Singleton
class StoreChoice {

    private final boolean isLocal;

    @Inject
    StoreChoice(StoreConfig config) {
        isLocal = config.kind() == StoreConfig.Kind.MEMORY;
    }

    private <T> T choose(Instance<? extends T> local, Instance<? extends T> shared) {
        return isLocal ? local.get() : shared.get();
    }

    @Produces
    @Singleton
    @Startup
    CallRegistry calls(Instance<InMemoryCallRegistry> local, Instance<RedisCallRegistry> shared) {
        return choose(local, shared);
    }

    @Produces
    @Singleton
    RateLimiter limiter(Instance<InMemoryRateLimiter> local, Instance<RedisRateLimiter> shared) {
        return choose(local, shared);
    }

    @Produces
    @Singleton
    LoginTokens loginTokens(Instance<InMemoryLoginTokens> local, Instance<RedisLoginTokens> shared) {
        return choose(local, shared);
    }

    @Produces
    @Singleton
    Tickets tickets(Instance<InMemoryTickets> local, Instance<RedisTickets> shared) {
        return choose(local, shared);
    }

    @Produces
    @Singleton
    Invites invites(Instance<InMemoryInvites> local, Instance<RedisInvites> shared) {
        return choose(local, shared);
    }

    @Produces
    @Singleton
    Subscriptions subscriptions(Instance<InMemorySubscriptions> local, Instance<RedisSubscriptions> shared) {
        return choose(local, shared);
    }

    @Produces
    @Singleton
    ConnectionHolders holders(Instance<SoleHolder> local, Instance<RedisConnectionHolders> shared) {
        return choose(local, shared);
    }

    @Produces
    @Singleton
    MediaServer media(Instance<JanusMediaServer> local, Instance<SharedMediaServer> shared) {
        return choose(local, shared);
    }
}
