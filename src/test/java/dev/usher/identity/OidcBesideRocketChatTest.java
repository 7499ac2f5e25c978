package dev.usher.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.identity.Accounts.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import static dev.usher.Api.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

/** A workspace and a provider at the same time, and claims of other names. */
@Tag("packaged")
@QuarkusTest
@TestProfile(OidcBesideRocketChatTest.Profile.class)
class OidcBesideRocketChatTest {

    public static class Profile extends OidcProfile {
        @Override
        protected Map<String, String> settings() {
            Map<String, String> settings = new HashMap<>(super.settings());
            settings.put("usher.identity.oidc.user-id-claim", "oid");
            settings.put("usher.identity.oidc.username-claim", "upn");
            settings.put("usher.identity.oidc.name-claim", "display");
            settings.put("usher.identity.oidc.roles-claim", "scope");
            return settings;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(FakeOidcProvider.class), new TestResourceEntry(FakeRocketChat.class));
        }
    }

    FakeOidcProvider provider;
    FakeRocketChat workspace;

    @Test
    void bothKnowTheirUsers() {
        String token = provider.signers.get(0).sign(provider.claims(Map.of("oid", "id1", "upn", "fred",
                "display", "Fred", "scope", "user openid")));
        OidcIdentityTest.with(token).get("/api/v1/me").then().statusCode(200).body("_id", equalTo("id1"))
                .body("username", equalTo("fred")).body("name", equalTo("Fred"))
                .body("roles", contains("openid", "user"));
        Account user = workspace.user("general");
        String callId = Api.start(user, Map.of("roomId", "general"));
        int before = workspace.received.size();
        Api.join(OidcIdentityTest.with(token), callId).then().statusCode(200);
        OidcIdentityTest.mtkruto(token).then().statusCode(200);
        OidcIdentityTest.with(token).post("/api/v1/logout").then().statusCode(200);
        OidcIdentityTest.mtkruto("a.b.c").then().statusCode(400);
        assertThat(workspace.received).hasSize(before);

        OidcIdentityTest.with(provider.token()).get("/api/v1/me").then().statusCode(401);
        OidcIdentityTest.mtkruto(user.userId() + ":" + user.token()).then().statusCode(200);
        as(user).header("Authorization", "Bearer x").post("/api/v1/logout").then().statusCode(200);
        assertThat(workspace.requests(user, "logout")).isEqualTo(1);
    }
}
