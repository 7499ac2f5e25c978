package dev.usher.conference;

import dev.usher.call.Call;
import dev.usher.identity.User;

/** A call belongs to who created it, and to admins. */
final class CallOwner {

    private CallOwner() {
    }

    static void require(User user, Call call) {
        if (!user.isAdmin() && !user.id().equals(call.createdBy().id())) {
            throw new NotAllowedException();
        }
    }
}
