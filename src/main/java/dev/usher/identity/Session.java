package dev.usher.identity;

/** A login: the user and the token that proves it. */
public record Session(User user, String token) {

    @Override
    public String toString() {
        return "Session of " + user.username();
    }
}
