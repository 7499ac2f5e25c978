package dev.usher.identity;

import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;

/** Who makes the request at hand, once that is known. */
@RequestScoped
public class CurrentCaller {

    private Caller caller;
    private String admission;

    public void is(Caller who) {
        caller = who;
    }

    /** Says that the request came with a ticket for what the subject names, whoever sent it. */
    public void isAdmittedTo(String subject) {
        admission = subject;
    }

    /** Whether the request came with a ticket, see {@link Tickets}. */
    public boolean hasTicket() {
        return admission != null;
    }

    /** Fails with {@link UnauthorizedException} if the ticket is for something else. */
    public void requireTicketFor(String subject) {
        if (!subject.equals(admission)) {
            throw new UnauthorizedException();
        }
    }

    public Optional<Caller> get() {
        return Optional.ofNullable(caller);
    }

    /** The caller of a request that none but users may make. Fails with {@link UnauthorizedException}. */
    public User user() {
        if (caller instanceof User user) {
            return user;
        }
        throw new UnauthorizedException();
    }

    /** The caller of a request that guests may make too. Fails with {@link UnauthorizedException}. */
    public Caller userOrGuest() {
        return get().orElseThrow(UnauthorizedException::new);
    }
}
