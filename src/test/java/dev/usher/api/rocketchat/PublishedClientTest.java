package dev.usher.api.rocketchat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

import static org.assertj.core.api.Assertions.assertThat;

/** The client library that programs for Rocket.Chat use, unchanged, from login to logout. */
@QuarkusTest
@TestProfile(UsherProfile.class)
class PublishedClientTest {

    @Test
    void theWholeWay() throws Exception {
        JsonPath seen = JsonPath.from(PublishedClient.run(
                "http://127.0.0.1:" + RestAssured.port, "walker", Accounts.PASSWORD));

        assertThat(seen.getInt("withoutLogin.status")).isEqualTo(401);
        assertThat(seen.getString("login.status")).isEqualTo("success");
        assertThat(seen.getString("login.data.me.username")).isEqualTo("walker");
        assertThat(seen.getString("resumed.data.authToken")).isEqualTo(seen.getString("login.data.authToken"));

        String callId = seen.getString("started.data.callId");
        assertThat(seen.getString("started.data.type")).isEqualTo("videoconference");
        assertThat(seen.getString("joined.url")).isEqualTo("http://g.co/meet/RocketChat_" + callId);
        assertThat(seen.getString("joined.providerName")).isEqualTo("googlemeet");
        assertThat(seen.getMap("info.users[0].state")).isEqualTo(Map.of("mic", true, "cam", false));
        assertThat(seen.getList("list.data._id")).contains(callId);
        assertThat(seen.getString("capabilities.providerName")).isEqualTo("googlemeet");
        assertThat(seen.getBoolean("joinedAgain.success")).isTrue();

        assertThat(seen.getInt("limited.status")).isEqualTo(429);
        assertThat(seen.getBoolean("joinedAfterWaiting.success")).isTrue();

        assertThat(seen.getBoolean("left.success")).isTrue();
        assertThat(seen.getInt("unknown.status")).isEqualTo(404);
        assertThat(seen.getString("guest.guestToken")).hasSize(43);
        assertThat(seen.getString("logout.status")).isEqualTo("success");
        assertThat(seen.getInt("afterLogout.status")).isEqualTo(401);
    }
}
