package dev.usher;

import java.util.HashMap;
import java.util.Map;

import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTestProfile;

/** Usher as most tests want it: with users, on loopback, and a trusted proxy there, so that a test can be anywhere. */
public class UsherProfile implements QuarkusTestProfile {

    private static final Map<String, String> COMMON = Map.of(
            "quarkus.http.host", "127.0.0.1",
            "usher.identity.admin-password", Accounts.ADMIN_PASSWORD,
            "usher.identity.users-file", Accounts.usersFile().toString(),
            "usher.identity.api-tokens-file", Accounts.apiTokensFile().toString(),
            "usher.http.trusted-proxies", "127.0.0.0/8");

    @Override
    public final Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(COMMON);
        config.putAll(settings());
        return config;
    }

    /** What else is configured. */
    protected Map<String, String> settings() {
        return Map.of();
    }
}
