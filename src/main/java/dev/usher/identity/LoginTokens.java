package dev.usher.identity;

import java.time.Instant;
import java.util.Optional;

import io.smallrye.mutiny.Uni;

/** Remembers the tokens that logins have handed out, by their hashes. */
public interface LoginTokens {

    /** Remembers a token until it expires. */
    Uni<Void> add(String hash, String userId, Instant expiresAt);

    /** The id of the user whose token has that hash; empty if there is none or it has expired. */
    Uni<Optional<String>> userId(String hash);

    /** Forgets a token; forgetting an unknown one is fine. */
    Uni<Void> remove(String hash);
}
