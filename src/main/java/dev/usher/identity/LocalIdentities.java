package dev.usher.identity;

import java.util.List;

import dev.usher.call.Person;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The chats that the users file gives to users. */
@DefaultBean
@Singleton
class LocalIdentities implements Identities {

    @Inject
    LocalUsers users;

    @Override
    public Uni<List<Person.Chat>> chatsOf(User user) {
        return Uni.createFrom().item(() -> users.chatsOf(user.id()));
    }
}
