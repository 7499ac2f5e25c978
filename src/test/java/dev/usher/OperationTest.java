package dev.usher;

import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import dev.usher.identity.Accounts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** What operators look at. */
@QuarkusTest
@TestProfile(UsherProfile.class)
class OperationTest {

    /** What is counted, all over Usher. */
    double counted(String nameAndLabels) {
        return Metrics.of(RestAssured.port, nameAndLabels);
    }

    /** What there is, all over Usher. */
    double gauged(String name) {
        return Metrics.of(RestAssured.port, name);
    }

    void assertGauged(String name, double expected) {
        assertThat(gauged(name)).isEqualTo(expected);
    }

    @Test
    void healthIsUp() {
        for (String check : List.of("", "/live", "/ready", "/started")) {
            RestAssured.get("/q/health" + check).then().statusCode(200).body("status", equalTo("UP"));
        }
    }

    @Test
    void joinsAreCountedByProviderAndOutcome() {
        String joined = "usher_joins_total{outcome=\"joined\",provider=\"googlemeet\"}";
        String unknown = "usher_joins_total{outcome=\"call-not-found\",provider=\"none\"}";
        double joinedBefore = counted(joined);
        double unknownBefore = counted(unknown);
        double timedBefore = counted("usher_join_seconds_count");
        String callId = Api.start(Accounts.jane());
        Api.join(as(Accounts.jane()), callId);
        Api.join(as(Accounts.john()), callId);
        Api.join(as(Accounts.john()), "unknown");
        assertThat(counted(joined)).isEqualTo(joinedBefore + 2);
        assertThat(counted(unknown)).isEqualTo(unknownBefore + 1);
        assertThat(counted("usher_join_seconds_count")).isEqualTo(timedBefore + 3);
        RestAssured.get("/q/metrics").then().body(containsString("usher_join_seconds_bucket{le=\"0.001\"}"));
    }

    @Test
    void openCallsAndParticipantsAreGauged() {
        double calls = gauged("usher_calls_open");
        double participants = gauged("usher_participants");
        String callId = Api.start(Accounts.jane());
        Api.join(asGuest(), callId).then().statusCode(200);
        assertGauged("usher_calls_open", calls + 1);
        assertGauged("usher_participants", participants + 1);
        Api.call(as(Accounts.jane()), "video-conference.end", callId).then().statusCode(200);
        assertGauged("usher_calls_open", calls);
        assertGauged("usher_participants", participants);
    }

    @Test
    void refusalsOfTheLimiterAreCounted() {
        String refused = "usher_rate_limited_total{endpoint=\"video-conference.join\"}";
        double before = counted(refused);
        for (int i = 0; i < 5; i++) {
            Api.join(as(Accounts.member(1150)), "unknown");
        }
        assertThat(counted(refused)).isEqualTo(before + 3);
    }

    @Test
    void theOpenApiDocumentDescribesEveryEndpointItsErrorsAndHeaders() {
        JsonPath document = RestAssured.given().queryParam("format", "json").get("/q/openapi").jsonPath();
        Map<String, Map<String, Map<String, ?>>> paths = document.getMap("paths");
        assertThat(paths).containsKeys("/api/info", "/api/v1/login", "/api/v1/logout", "/api/v1/me", "/api/v1/info");
        for (String endpoint : List.of("start", "join", "cancel", "info", "list", "providers", "capabilities", "leave",
                "heartbeat", "state", "decline", "rename", "add-participants", "joinable", "events", "events-ticket",
                "end")) {
            assertThat(paths).containsKey("/api/v1/video-conference." + endpoint);
        }
        for (String endpoint : List.of("start", "schedule", "start-scheduled", "join", "leave", "info", "participants",
                "edit-participant", "check", "invite", "reset-invites", "join-as", "subscribe", "events", "events-ticket",
                "end")) {
            assertThat(paths).containsKey("/api/v1/video-chat." + endpoint);
        }
        paths.forEach((path, operations) -> operations.forEach((verb, operation) -> {
            assertThat(operation.get("summary")).as(path).isNotNull();
            if (path.contains("/video-c")) {
                assertThat(((Map<?, ?>) operation.get("responses")).keySet()).as(path)
                        .asInstanceOf(InstanceOfAssertFactories.collection(String.class))
                        .contains("200", "400", "401", "429");
                assertThat(operation.get("security")).as(path).isNotNull();
            }
        }));
        String refusal = "paths.'/api/v1/video-conference.join'.post.responses.'429'.headers";
        assertThat(document.getMap(refusal).keySet()).asInstanceOf(
                InstanceOfAssertFactories.collection(String.class))
                .contains("Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
    }

    @Test
    void theOpenApiDocumentDescribesEvents() {
        JsonPath document = RestAssured.given().queryParam("format", "json").get("/q/openapi").jsonPath();
        String events = "paths.'/api/v1/video-conference.events'.get.";
        assertThat(document.getString(events + "description")).contains("snapshot", "participant-joined");
        assertThat(document.getMap(events + "responses.'200'.content")).containsOnlyKeys("text/event-stream");
        assertThat(document.getMap("components.schemas.EventView.properties").keySet()).asInstanceOf(
                InstanceOfAssertFactories.collection(String.class))
                .contains("type", "version", "participant", "reason");
        assertThat(document.getList(events + "security")).contains(Map.of("ticket", List.of()));
    }

    @Test
    void theOpenApiDocumentSaysWhereGuestsMayCall() {
        JsonPath document = RestAssured.given().queryParam("format", "json").get("/q/openapi").jsonPath();
        assertThat(security(document, "join", "post")).contains(Map.of("guest", List.of()), Map.of());
        for (String endpoint : List.of("leave", "edit-participant", "check", "subscribe")) {
            assertThat(security(document, endpoint, "post")).as(endpoint).contains(Map.of("guest", List.of()))
                    .doesNotContain(Map.of());
        }
        assertThat(security(document, "info", "get")).contains(Map.of("guest", List.of()));
        assertThat(security(document, "participants", "get")).contains(Map.of("guest", List.of()));
        for (String endpoint : List.of("start", "schedule", "start-scheduled", "invite", "reset-invites", "end")) {
            assertThat(security(document, endpoint, "post")).as(endpoint).hasSize(2)
                    .doesNotContain(Map.of("guest", List.of()), Map.of());
        }
        for (String request : List.of("JoinRequest", "JoinVideoChatRequest")) {
            assertThat(document.getInt("components.schemas." + request + ".properties.name.maxLength")).isEqualTo(64);
        }
    }

    private static List<Map<String, List<String>>> security(JsonPath document, String endpoint, String verb) {
        return document.getList("paths.'/api/v1/video-chat.%s'.%s.security".formatted(endpoint, verb));
    }

    @Test
    void thereIsAPageToTryTheApi() {
        for (String address : List.of("/q/swagger-ui", "/q/swagger-ui/", "/q/swagger-ui/index.html")) {
            RestAssured.get(address).then().statusCode(200).contentType("text/html").body(containsString("swagger"));
        }
        RestAssured.get("/q/swagger-ui/swagger-ui-bundle.js").then().statusCode(200).contentType("text/javascript");
        RestAssured.get("/q/swagger-ui/nothing.js").then().statusCode(404);
    }
}
