package dev.usher.ratelimit;

import java.util.function.Supplier;

import dev.usher.identity.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Slows down the guessing of passwords: failed logins are counted by address and by user name, and too many of either
 * make the next one wait. A successful login does not count.
 */
@Singleton
public class LoginThrottle {

    private static final int MAX_NAME = 64;

    private final RateLimiter limiter;
    private final Limit perAddress;
    private final Limit perUser;

    @Inject
    LoginThrottle(RateLimiter limiter, RateLimitConfig config) {
        this.limiter = limiter;
        RateLimitConfig.FailedLogins bounds = config.failedLogins();
        this.perAddress = new Limit("failed logins of an address", bounds.perAddress(), bounds.window());
        this.perUser = new Limit("failed logins of a user", bounds.perUser(), bounds.window());
    }

    /**
     * Tries a login unless there were too many failures. Fails with {@link RateLimitedException}, or as the login does.
     *
     * @param login refuses with {@link UnauthorizedException}
     */
    public <T> Uni<T> attempt(String address, String username, Supplier<Uni<T>> login) {
        LimitKey byAddress = LimitKey.address(address);
        // Attackers choose the names, so these share the addresses' memory and not the users', and are cut short.
        LimitKey byUser = LimitKey.address(username.substring(0, Math.min(username.length(), MAX_NAME)));
        return acquire(perAddress, byAddress)
                .chain(() -> acquire(perUser, byUser)
                        .onFailure(RateLimitedException.class).call(() -> limiter.release(perAddress, byAddress)))
                .chain(login::get)
                .onItem().call(() -> release(byAddress, byUser))
                .onFailure(failure -> !(failure instanceof UnauthorizedException
                        || failure instanceof RateLimitedException))
                .call(() -> release(byAddress, byUser));
    }

    private Uni<Void> acquire(Limit limit, LimitKey key) {
        return limiter.acquire(limit, key).invoke(decision -> {
            if (!decision.accepted()) {
                throw new RateLimitedException(decision);
            }
        }).replaceWithVoid();
    }

    private Uni<Void> release(LimitKey byAddress, LimitKey byUser) {
        return limiter.release(perAddress, byAddress).chain(() -> limiter.release(perUser, byUser));
    }
}
