package dev.usher.identity;

import dev.usher.call.Call;

/** A call belongs to who created it, and to admins: they manage it. Guests never do. */
public final class CallOwner {

    private CallOwner() {
    }

    public static boolean is(Caller caller, Call call) {
        return caller instanceof User user && (user.isAdmin() || user.id().equals(call.createdBy().id()));
    }

    /** Fails with {@link NotAllowedException}. */
    public static void require(User user, Call call) {
        if (!is(user, call)) {
            throw new NotAllowedException();
        }
    }
}
