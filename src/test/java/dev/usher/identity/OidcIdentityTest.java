package dev.usher.identity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.usher.Api;
import dev.usher.identity.FakeOidcProvider.Mood;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import static dev.usher.Api.as;
import static dev.usher.Api.asGuest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

/** The users of a provider of access tokens. */
@Tag("packaged")
@QuarkusTest
@TestProfile(OidcProfile.class)
@Tag("slow")
class OidcIdentityTest {

    private static final String UNAUTHORIZED = "{\"success\":false,\"error\":\"You must be logged in to do this.\","
            + "\"status\":\"error\",\"message\":\"You must be logged in to do this.\"}";

    FakeOidcProvider provider;

    @BeforeEach
    /** After a failure it takes a while until the provider is asked again; until then nobody is refused. */
    @AfterEach
    void cheerUp() {
        if (provider.mood != Mood.GOOD) {
            provider.mood = Mood.GOOD;
            String unknown = TokenSigner.of("unknown", "ES256").sign(provider.claims());
            Awaitility.await().until(() -> me(unknown).statusCode() == 401);
        }
    }

    @AfterEach
    void noTokenIsInTheLog() throws Exception {
        assertThat(Files.readString(OidcProfile.LOG)).doesNotContainPattern(FakeOidcProvider.TOKEN);
    }

    static RequestSpecification with(String token) {
        return asGuest().header("Authorization", "Bearer " + token);
    }

    private static Response me(String token) {
        return with(token).get("/api/v1/me");
    }

    private static void assertRefused(String token) {
        me(token).then().statusCode(401).contentType("application/json").body(equalTo(UNAUTHORIZED));
    }

    private static String start(String token) {
        return Api.post(with(token), "video-conference.start", Map.of("roomId", Api.anyRoom()))
                .then().statusCode(200).extract().path("data.callId");
    }

    private String signed(String claim, Object value) {
        Map<String, Object> otherwise = new HashMap<>();
        otherwise.put(claim, value);
        return provider.signers.get(0).sign(provider.claims(otherwise));
    }

    @Test
    void aValidTokenIsTheUserWithNameAndRoles() {
        Map<String, Object> claims = provider.claims("user", "auditor");
        me(provider.signers.get(0).sign(claims)).then().statusCode(200)
                .body("_id", equalTo(claims.get("sub"))).body("username", equalTo(claims.get("preferred_username")))
                .body("name", equalTo(claims.get("name"))).body("roles", contains("auditor", "user"));
    }

    @Test
    void whatATokenDoesNotSayIsTakenFromTheRest() {
        Map<String, Object> claims = provider.claims(Map.of("name", " ", "realm_access", List.of("admin")));
        me(provider.signers.get(0).sign(claims)).then().statusCode(200)
                .body("name", equalTo(claims.get("preferred_username"))).body("roles", equalTo(List.of()));
        claims.remove("preferred_username");
        me(provider.signers.get(0).sign(claims)).then().statusCode(200)
                .body("username", equalTo(claims.get("sub"))).body("name", equalTo(claims.get("sub")));
    }

    @Test
    void rolesMayBeTextOrAClaimWithThatName() {
        me(signed("realm_access", Map.of("roles", "one two"))).then().body("roles", contains("one", "two"));
        me(signed("realm_access/roles", List.of("one", 2))).then().body("roles", contains("one"));
    }

    @Test
    void usersStartAndJoinCallsAndAdminsEndThem() {
        String one = provider.token("user");
        String other = provider.token("user");
        String callId = start(one);
        Api.join(with(other), callId).then().statusCode(200).body("guestToken", equalTo(null));
        Api.get(with(one), "video-conference.info", Map.of("callId", callId)).then().statusCode(200)
                .body("createdBy.name", equalTo(me(one).path("name")))
                .body("users[0]._id", equalTo(me(other).path("_id")));
        Api.call(with(other), "video-conference.end", callId).then().statusCode(403);
        Api.call(with(provider.token("admin")), "video-conference.end", callId).then().statusCode(200);
        Api.post(with(one), "video-chat.start", Map.of("roomId", "general")).then().statusCode(200)
                .body("videoChat.canManage", equalTo(true));
    }

    @ParameterizedTest
    @ValueSource(strings = { "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512" })
    void everySignatureThatOnlyTheProviderCanMakeIsTaken(String algorithm) {
        TokenSigner signer = provider.signers.stream().filter(one -> one.algorithm().equals(algorithm)).findFirst()
                .orElseThrow();
        String token = signer.sign(provider.claims());
        me(token).then().statusCode(200);
        assertRefused(TokenSigner.of(signer.kid(), algorithm).sign(provider.claims()));
        int end = token.lastIndexOf('.');
        assertRefused(token.substring(0, end + 1) + TokenSigner.base64(new byte[64]));
    }

    @Test
    void tokensOfOthersOrOfAnotherTimeAreRefused() {
        long now = Instant.now().getEpochSecond();
        me(signed("aud", FakeOidcProvider.AUDIENCE)).then().statusCode(200);
        for (String token : List.of(
                signed("iss", provider.issuer() + "/"), signed("iss", "https://id.example.org"), signed("iss", null),
                signed("aud", "account"), signed("aud", List.of()), signed("aud", null), signed("aud", 5),
                expiredAt(now - 40), signed("exp", null), signed("exp", "tomorrow"), signed("nbf", now + 300))) {
            assertRefused(token);
        }
        me(expiredAt(now - 10)).then().statusCode(200);
    }

    private String expiredAt(long time) {
        return provider.signers.get(0).sign(provider.claims(Map.of("iat", time - 300, "exp", time)));
    }

    @Test
    void idsThatCanBeNoUsersAreRefused() {
        for (Object id : Arrays.asList(null, "", " ", 5, "guest:abc", "with space", "line\nfeed", "x".repeat(256))) {
            assertRefused(signed("sub", id));
        }
        assertThat(me(signed("sub", "auth0|" + "x".repeat(249))).statusCode()).isEqualTo(200);
    }

    @Test
    void whoCanReadThePublicKeyCannotSign() throws Exception {
        TokenSigner real = provider.signers.get(0);
        Map<String, Object> claims = provider.claims("admin");
        for (String none : List.of("none", "None", "NONE", "")) {
            String unsigned = TokenSigner.text(Map.of("alg", none, "kid", real.kid())) + "." + TokenSigner.text(claims);
            assertRefused(unsigned + ".");
            assertRefused(unsigned + ".AAAA");
        }
        byte[] key = real.keys().getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(key)
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(key, pem.getBytes(StandardCharsets.US_ASCII))) {
            assertRefused(hs256(real.kid(), secret, claims));
        }
        assertRefused(hs256(FakeOidcProvider.SYMMETRIC, FakeOidcProvider.SYMMETRIC_KEY, claims));
        TokenSigner mine = TokenSigner.of(real.kid(), "RS256");
        assertRefused(mine.sign(claims));
        assertRefused(mine.sign(Map.of("alg", "RS256", "jwk", mine.jwk().getMap()), claims));
        assertRefused(mine.sign(Map.of("alg", "RS256", "kid", real.kid(), "jwk", mine.jwk().getMap()), claims));
        String[] parts = real.sign(provider.claims()).split("\\.");
        assertRefused(parts[0] + "." + TokenSigner.text(claims) + "." + parts[2]);
    }

    private static String hs256(String kid, byte[] secret, Map<String, ?> claims) throws Exception {
        String signed = TokenSigner.text(Map.of("alg", "HS256", "kid", kid)) + "." + TokenSigner.text(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return signed + "." + TokenSigner.base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void garbageIsRefusedAndAsksNobody() {
        int before = provider.requests();
        String claims = TokenSigner.text(provider.claims());
        Stream.of("", "x", "a.b.c", "..", "a.b.c.d.e", "é.é.é", "e30.e30.e30", "x".repeat(3000),
                TokenSigner.base64("[".repeat(3000).getBytes(StandardCharsets.US_ASCII)) + "." + claims + ".AAAA",
                TokenSigner.text(Map.of("alg", 5)) + "." + claims + ".AAAA",
                TokenSigner.text(Map.of("alg", "RS256", "crit", 5)) + "." + claims,
                TokenSigner.text(Map.of("alg", "dir", "enc", "A128GCM")) + ".AAAA.AAAA.AAAA.AAAA")
                .forEach(OidcIdentityTest::assertRefused);
        assertThat(provider.requests()).isEqualTo(before);
        for (Map<String, ?> header : List.of(
                Map.of("alg", "RS256", "kid", 5), Map.of("alg", "RS256", "crit", 5),
                Map.of("alg", "RS256", "crit", List.of("x"), "x", 1), Map.of("alg", "RS256", "zip", "DEF"),
                Map.of("alg", "ES256", "kid", "of-RS256"), Map.of("alg", "RS256", "x5t", List.of()))) {
            assertRefused(TokenSigner.text(header) + "." + claims + ".AAAA");
        }
        assertRefused(provider.signers.get(0).sign(Map.of()));
    }

    @Test
    void aCallIsNotJoinedAsAGuestWithAWrongToken() {
        String callId = start(provider.token());
        for (String header : List.of("Bearer x", "Bearer", "bearer x", "BEARER a.b.c")) {
            Api.join(asGuest().header("Authorization", header), callId).then().statusCode(401)
                    .body(equalTo(UNAUTHORIZED));
        }
        for (String header : List.of("Basic eDp5", "Bearerx", "")) {
            Api.join(asGuest().header("Authorization", header), callId).then().statusCode(200);
        }
        asGuest().header("Authorization", "bEARER  " + provider.token()).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void theHeadersOfRocketChatGoFirst() {
        String token = provider.token();
        as(Accounts.jane()).header("Authorization", "Bearer " + token).get("/api/v1/me").then().statusCode(200)
                .body("username", equalTo("jane"));
        as(Accounts.jane()).header("Authorization", "Bearer x").get("/api/v1/me").then().statusCode(200);
        with(token).header("X-User-Id", Accounts.jane().userId()).header("X-Auth-Token", "wrong").get("/api/v1/me")
                .then().statusCode(401);
        with(token).header("X-User-Id", Accounts.jane().userId()).get("/api/v1/me").then().statusCode(401);
        with(token).header("X-Guest-Token", "x".repeat(43)).get("/api/v1/me").then().statusCode(200);
    }

    @Test
    void logoutHasNothingToForget() {
        String token = provider.token();
        for (Response answer : List.of(with(token).post("/api/v1/logout"), with(token).get("/api/v1/logout"))) {
            answer.then().statusCode(200).body("status", equalTo("success"));
        }
        me(token).then().statusCode(200);
        as(Accounts.jane()).post("/api/v1/logout").then().statusCode(200);
    }

    @Test
    void limitsCountTheTokensUser() {
        Map<String, Object> claims = provider.claims();
        String callId = start(provider.token());
        for (int status : List.of(200, 200, 429)) {
            claims.put("jti", Api.anyRoom());
            Api.join(with(provider.signers.get(0).sign(claims)), callId).then().statusCode(status);
        }
        Api.join(with(provider.token()), callId).then().statusCode(200);
        String backEnd = provider.token(Roles.BYPASS_RATE_LIMIT);
        for (int i = 0; i < 4; i++) {
            Api.join(with(backEnd), callId).then().statusCode(200);
        }
    }

    @Test
    void clientsOfMtkrutoMaySayTheToken() {
        String token = provider.token();
        mtkruto(token).then().statusCode(200).body("type", equalTo("active"));
        mtkruto(token.replaceAll("[^.]+$", "AAAA")).then().statusCode(400).header("x-error-type", "input")
                .body(equalTo("\"Invalid client ID\""));
        mtkruto(Accounts.jane().token()).then().statusCode(200);
    }

    static Response mtkruto(String token) {
        return RestAssured.given().contentType("application/json").body(List.of("general"))
                .post("/mtkruto/user" + token + "/startVideoChat");
    }

    @Test
    void newKeysAreFollowedAndOldOnesEnd() {
        TokenSigner next = TokenSigner.of(Api.anyRoom(), "ES256");
        TokenSigner withdrawn = TokenSigner.of(Api.anyRoom(), "RS256");
        provider.signers.add(withdrawn);
        String old = withdrawn.sign(provider.claims());
        Awaitility.await().atMost(OidcKeys.UNKNOWN_PAUSE.plusSeconds(2)).until(() -> me(old).statusCode() == 200);
        provider.signers.remove(withdrawn);
        provider.signers.add(next);
        String token = next.sign(provider.claims());
        Awaitility.await().atMost(OidcKeys.UNKNOWN_PAUSE.plusSeconds(2)).until(() -> me(token).statusCode() == 200);
        assertRefused(old);
    }

    @Test
    void unknownKeysDoNotHammerTheProvider() {
        me(provider.token()).then().statusCode(200);
        int before = provider.keyRequests();
        long begin = System.nanoTime();
        int asked = 0;
        while (Duration.ofNanos(System.nanoTime() - begin).compareTo(OidcKeys.UNKNOWN_PAUSE.multipliedBy(2)) < 0) {
            assertRefused(new TokenSigner("unknown" + asked++, "RS256", provider.signers.get(0).keys())
                    .sign(provider.claims()));
        }
        assertThat(asked).isGreaterThan(20);
        assertThat(provider.keyRequests() - before).isBetween(1, 3);
    }

    @Test
    void whoseKeyIsKnownWaitsForNobodyWhoseKeyIsNot() {
        String known = provider.token();
        String unknown = TokenSigner.of("unknown", "ES256").sign(provider.claims());
        me(known).then().statusCode(200);
        provider.mood = Mood.SILENT;
        Awaitility.await().pollDelay(OidcKeys.UNKNOWN_PAUSE).until(() -> true);
        int before = provider.requests();
        CompletableFuture<Response> waiting = CompletableFuture.supplyAsync(() -> me(unknown));
        Awaitility.await().until(() -> provider.requests() > before);
        long begin = System.nanoTime();
        me(known).then().statusCode(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(OidcProfile.TIMEOUT.dividedBy(2));
        assertThat(waiting.join().statusCode()).isEqualTo(503);
        me(known).then().statusCode(200);
    }

    @Test
    void theOpenApiDocumentHasTheScheme() {
        RestAssured.given().queryParam("format", "json").get("/q/openapi").then().statusCode(200)
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
                .body("paths.'/api/v1/me'.get.security", equalTo(List.of(
                        Map.of("user", List.of(), "token", List.of()), Map.of("bearer", List.of()))));
    }
}
