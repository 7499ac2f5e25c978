package dev.usher.identity;

import dev.usher.call.Call;

/** A call belongs to who created it, and to admins: they manage it. */
public final class CallOwner {

    private CallOwner() {
    }

    public static boolean is(User user, Call call) {
        return user.isAdmin() || user.id().equals(call.createdBy().id());
    }

    /** Fails with {@link NotAllowedException}. */
    public static void require(User user, Call call) {
        if (!is(user, call)) {
            throw new NotAllowedException();
        }
    }
}
