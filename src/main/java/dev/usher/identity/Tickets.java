package dev.usher.identity;

import java.time.Duration;
import java.util.Optional;

import io.smallrye.mutiny.Uni;

/**
 * Secrets that stand for the right to make one request, soon: for browsers' EventSource, which can send no
 * credentials. Kept as hashes.
 */
public interface Tickets {

    Duration LIFETIME = Duration.ofSeconds(30);

    /** A ticket for what the subject names, of the form of a {@link Token}. */
    Uni<String> issue(String subject);

    /** Takes a ticket, which nobody can use again; empty if it is none, or too old, or used. */
    Uni<Optional<String>> redeem(String ticket);
}
