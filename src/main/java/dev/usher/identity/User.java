package dev.usher.identity;

import java.util.Set;

import dev.usher.call.Person;

/**
 * Someone with an account.
 *
 * @param id    17 letters and digits, as Rocket.Chat's are; a provider's users have what it calls them
 * @param name  what others read; the username where no other is known
 * @param roles see {@link Roles}
 * @param login what the user's workspace knows the user by; null for users of Usher's own
 */
public record User(String id, String username, String name, Set<String> roles, WorkspaceLogin login)
        implements Caller {

    /** A user of Usher's own. */
    public User(String id, String username, String name, Set<String> roles) {
        this(id, username, name, roles, null);
    }

    User with(WorkspaceLogin proof) {
        return new User(id, username, name, roles, proof);
    }

    @Override
    public Person.Member person() {
        return new Person.Member(id, username, name);
    }

    @Override
    public Person.Member person(String ignored) {
        return person();
    }

    public boolean isAdmin() {
        return roles.contains(Roles.ADMIN);
    }

    /** Whether rate limits do not apply, as for admins and for back ends with that role. */
    public boolean bypassesRateLimit() {
        return isAdmin() || roles.contains(Roles.BYPASS_RATE_LIMIT);
    }
}
