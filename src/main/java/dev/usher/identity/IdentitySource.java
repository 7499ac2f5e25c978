package dev.usher.identity;

import dev.usher.identity.IdentityConfig.Source;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Chooses by the configuration where users come from. What is not chosen is not made. */
@Singleton
class IdentitySource {

    private final boolean isLocal;

    @Inject
    IdentitySource(IdentityConfig config) {
        isLocal = config.source() == Source.LOCAL;
    }

    @Produces
    @Singleton
    @Startup
    Credentials credentials(LocalCredentials local, Instance<RocketChatCredentials> rocketChat,
            AccessTokens accessTokens) {
        Credentials source = isLocal ? local : rocketChat.get();
        return accessTokens.areTaken() ? new OidcCredentials(source, accessTokens) : source;
    }

    @Produces
    @Singleton
    RoomAccess rooms(OpenRooms local, Instance<RocketChatRooms> rocketChat) {
        return isLocal ? local : rocketChat.get();
    }

    @Produces
    @Singleton
    Users users(LocalUsers local, Instance<RocketChatUsers> rocketChat) {
        return isLocal ? local : rocketChat.get();
    }
}
