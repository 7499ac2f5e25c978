package dev.usher.api.events;

import dev.usher.identity.Tickets;

/** The ticket for a stream of events; {@code expiresIn} is in seconds. */
public record EventTicket(String ticket, long expiresIn, boolean success) {

    public static EventTicket of(String ticket) {
        return new EventTicket(ticket, Tickets.LIFETIME.toSeconds(), true);
    }
}
