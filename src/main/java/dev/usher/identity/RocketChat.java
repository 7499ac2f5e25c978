package dev.usher.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import dev.usher.RemoteAddress;
import dev.usher.identity.RocketChatHttp.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * A Rocket.Chat workspace as the source of users and of who may enter which room. Everything is asked with the
 * credentials of whom it is about. Fails with {@link IdentityAwayException}.
 */
@Singleton
class RocketChat {

    private static final int UNAUTHORIZED = 401;
    private static final Set<Integer> REFUSED_LOGIN = Set.of(UNAUTHORIZED, 403);
    private static final Set<Integer> REFUSED_ROOM = Set.of(400, 403, 404);

    private final RocketChatHttp http;
    private final RemoteAnswers<User> users;
    private final RemoteAnswers<Boolean> rooms;

    @Inject
    RocketChat(RocketChatConfig config, Vertx vertx, MeterRegistry meters) {
        String url = config.url().orElseThrow(() -> new ConfigurationException(
                "usher.identity.source is rocketchat, so %s must say where that is"
                        .formatted(RocketChatConfig.URL_KEY), Set.of(RocketChatConfig.URL_KEY)));
        this.http = new RocketChatHttp(vertx, RemoteAddress.of(RocketChatConfig.URL_KEY, url), config, meters);
        this.users = new RemoteAnswers<>(config);
        this.rooms = new RemoteAnswers<>(config);
    }

    /** The user who has these credentials. Fails with {@link UnauthorizedException} if they are wrong. */
    Uni<User> user(WorkspaceLogin login) {
        return users.get(login.key(), () -> http.send(HttpMethod.GET, "me", login)
                        .map(answer -> user(answer, login.userId())))
                .map(found -> found.orElseThrow(UnauthorizedException::new).with(login));
    }

    /** Whether the user may enter the room. Fails with {@link UnauthorizedException} if the token is no more valid. */
    Uni<Boolean> mayEnter(WorkspaceLogin login, String roomId) {
        String endpoint = "rooms.info?roomId=" + URLEncoder.encode(roomId, StandardCharsets.UTF_8);
        return rooms.get(login.key() + ' ' + roomId, () -> http.send(HttpMethod.GET, endpoint, login)
                        .map(answer -> room(answer, login)))
                .map(Optional::isPresent);
    }

    /** Ends the login there. */
    Uni<Void> logout(WorkspaceLogin login) {
        return http.send(HttpMethod.POST, "logout", login).invoke(answer -> {
            users.forget(login.key());
            if (!answer.isOk() && answer.status() != UNAUTHORIZED) {
                throw unexpected(answer);
            }
        }).replaceWithVoid();
    }

    private Optional<User> user(Answer answer, String userId) {
        if (answer.isOk()) {
            return Optional.of(answer.body()).filter(me -> userId.equals(me.getValue("_id"))).map(RocketChat::user);
        }
        if (REFUSED_LOGIN.contains(answer.status())) {
            return Optional.empty();
        }
        throw unexpected(answer);
    }

    private static User user(JsonObject me) {
        String id = me.getString("_id");
        String username = text(me, "username", id);
        Set<String> roles = new HashSet<>();
        if (me.getValue("roles") instanceof JsonArray named) {
            named.forEach(role -> roles.add(String.valueOf(role)));
        }
        return new User(id, username, text(me, "name", username), Set.copyOf(roles));
    }

    private static String text(JsonObject me, String key, String otherwise) {
        return me.getValue(key) instanceof String text && !text.isBlank() ? text : otherwise;
    }

    private Optional<Boolean> room(Answer answer, WorkspaceLogin login) {
        if (answer.isOk()) {
            return Optional.of(true).filter(yes -> Boolean.TRUE.equals(answer.body().getValue("success")));
        }
        if (answer.status() == UNAUTHORIZED) {
            users.forget(login.key());
            throw new UnauthorizedException();
        }
        if (REFUSED_ROOM.contains(answer.status())) {
            return Optional.empty();
        }
        throw unexpected(answer);
    }

    private IdentityAwayException unexpected(Answer answer) {
        return http.away(new IllegalStateException("status " + answer.status()));
    }
}
