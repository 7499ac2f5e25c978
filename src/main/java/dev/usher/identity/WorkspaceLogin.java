package dev.usher.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a user's client sends to prove who it is to a workspace. */
public record WorkspaceLogin(String userId, String token) {

    /** What fits into a header. */
    private static final Pattern FORM = Pattern.compile("[!-~]{1,256}");

    /** Empty if these can be no workspace's. */
    static Optional<WorkspaceLogin> of(String userId, String token) {
        return FORM.matcher(userId).matches() && FORM.matcher(token).matches()
                ? Optional.of(new WorkspaceLogin(userId, token))
                : Optional.empty();
    }

    /** Stands for this login where answers are kept; holds no secret. */
    String key() {
        return userId + ' ' + Token.hash(token);
    }

    @Override
    public String toString() {
        return "Login of " + userId;
    }
}
