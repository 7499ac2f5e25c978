package dev.usher.provider;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.usher.TestConfig;
import dev.usher.call.Call;
import dev.usher.call.CallStatus;
import dev.usher.call.CallType;
import dev.usher.call.Devices;
import dev.usher.call.MutableClock;
import dev.usher.call.Person;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The URLs of all kinds of providers, against vectors that were made with Rocket.Chat's own apps. */
class ProviderTest {

    private static final Person.Member JANE = new Person.Member("u0", "jane", "Jane Doe");
    private static final Person GUEST = new Person.Guest("guest:1", null);
    private static final Person ANN = new Person.Guest("guest:2", "Ann & Co");
    private static final String TITLE = "general";

    private final MutableClock clock = new MutableClock();

    private static Call call(String title) {
        return new Call("abc123", CallType.VIDEOCONFERENCE, "general", title, JANE, null, true, CallStatus.STARTED,
                false, "p", null, null, Instant.EPOCH, Instant.EPOCH, null, null, 0, 0, 0);
    }

    private static Map<String, String> settings(Map<String, String> settings) {
        return settings.entrySet().stream().collect(
                Collectors.toMap(entry -> "usher.providers.p." + entry.getKey(), Map.Entry::getValue));
    }

    private ConferenceProvider jitsi(Map<String, String> settings) {
        var config = TestConfig.of(JitsiProvider.Config.class, settings(settings));
        return new JitsiProvider("p", config.byName().get("p"), Optional.of("https://chat.example.org/"),
                clock);
    }

    private static BigBlueButtonUrls bigBlueButton(Map<String, String> settings, String secret) {
        var config = TestConfig.of(BigBlueButtonProvider.Config.class, settings(settings));
        return new BigBlueButtonUrls("p", config.byName().get("p"), secret, Optional.of("https://chat.example.org"),
                Optional.empty());
    }

    private static ConferenceProvider template(String base, String join) {
        var config = TestConfig.of(TemplateProvider.Config.class,
                settings(Map.of("base-url", base, "join-url", join)));
        return new TemplateProvider("p", config.byName().get("p"));
    }

    private static String join(ConferenceProvider provider, Call call, Person person, Devices devices) {
        return await(provider.create(call).flatMap(url -> provider.join(call.withUrl(url), person, devices)));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }

    private static JsonNode claims(String token) throws Exception {
        return part(token, 1);
    }

    private static JsonNode part(String token, int index) throws Exception {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
    }

    private static byte[] signed(String token) {
        return token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] signature(String token) {
        return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    }

    private static void assertSignedWith(String secret, String token) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(part(token, 0).path("alg").asText()).isEqualTo("HS256");
        assertThat(signature(token)).isEqualTo(mac.doFinal(signed(token)));
    }

    private static String sha(String algorithm, String text) throws Exception {
        return HexFormat.of().formatHex(
                MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void googleMeetUrlsHaveTheDocumentedForm() {
        ConferenceProvider meet = new GoogleMeetProvider("googlemeet");
        assertThat(join(meet, call(TITLE), JANE, Devices.of(true, true)))
                .isEqualTo("http://g.co/meet/RocketChat_abc123");
    }

    @Test
    void jitsiUrlIsThatOfTheVector() {
        assertThat(join(jitsi(Map.of()), call(TITLE), JANE, Devices.of(true, false))).isEqualTo(
                "https://meet.jit.si/RocketChatabc123#config.desktopSharingChromeExtId="
                        + "%22nocfbnnmjnndkbipkabodnheejiegccf%22&config.callDisplayName=%22general%22"
                        + "&config.startWithAudioMuted=false&config.startWithVideoMuted=true"
                        + "&userInfo.displayName=%22Jane%20Doe%22&config.prejoinPageEnabled=false"
                        + "&config.prejoinConfig.enabled=false");
    }

    @Test
    void jitsiGuestsSeeThePageBeforeJoiningAndDevicesThatAreNotGivenAreLeftOut() {
        assertThat(join(jitsi(Map.of("domain", "meet.example.org", "ssl", "false", "title-prefix", "",
                "title-suffix", "-x", "chrome-extension-id", "")), call(null), GUEST, Devices.UNKNOWN))
                .isEqualTo("http://meet.example.org/abc123-x#");
    }

    @Test
    void jitsiTokensAreSignedForOneRoomAndItsCreatorModerates() throws Exception {
        ConferenceProvider jitsi = jitsi(Map.of("auth-token", "true", "app-id", "app", "app-secret", "short"));
        String url = join(jitsi, call(TITLE), JANE, Devices.UNKNOWN);
        assertThat(url).startsWith("https://meet.jit.si/RocketChatabc123?jwt=").contains("#config.")
                .doesNotContain("userInfo").contains("prejoinPageEnabled=false");
        String token = url.substring(url.indexOf('=') + 1, url.indexOf('#'));
        assertSignedWith("short", token);
        long now = clock.instant().getEpochSecond();
        JsonNode claims = claims(token);
        assertThat(claims.path("iss").asText()).isEqualTo("app");
        assertThat(claims.path("sub").asText()).isEqualTo("meet.jit.si");
        assertThat(claims.path("aud").asText()).isEqualTo("RocketChat");
        assertThat(claims.path("room").asText()).isEqualTo("RocketChatabc123");
        assertThat(claims.path("iat").asLong()).isEqualTo(now);
        assertThat(claims.path("nbf").asLong()).isEqualTo(now);
        assertThat(claims.path("exp").asLong()).isEqualTo(now + 3600);
        assertThat(claims.path("moderator").asBoolean()).isTrue();
        assertThat(claims.path("context").path("user")).isEqualTo(new ObjectMapper().readTree("""
                {"name":"Jane Doe","avatar":"https://chat.example.org/avatar/jane","email":"user_u0@rocket.chat"}"""));
    }

    @Test
    void jitsiGuestsGetATokenThatSaysNothingOfThem() throws Exception {
        ConferenceProvider jitsi = jitsi(Map.of("auth-token", "true", "app-id", "app", "app-secret", "short",
                "limit-token-to-room", "false"));
        String url = join(jitsi, call(TITLE), GUEST, Devices.UNKNOWN);
        JsonNode claims = claims(url.substring(url.indexOf('=') + 1, url.indexOf('#')));
        assertThat(claims.path("context").isTextual()).isTrue();
        assertThat(claims.path("context").asText()).isEmpty();
        assertThat(claims.path("room").asText()).isEqualTo("*");
        assertThat(claims.has("moderator")).isFalse();
    }

    @Test
    void jitsiShowsTheNameThatAGuestGave() throws Exception {
        assertThat(join(jitsi(Map.of("chrome-extension-id", "")), call(null), ANN, Devices.UNKNOWN))
                .isEqualTo("https://meet.jit.si/RocketChatabc123#userInfo.displayName=%22Ann%20%26%20Co%22");
        String url = join(jitsi(Map.of("auth-token", "true", "app-id", "app", "app-secret", "short")), call(TITLE),
                ANN, Devices.UNKNOWN);
        assertThat(url).doesNotContain("userInfo").doesNotContain("prejoin");
        JsonNode claims = claims(url.substring(url.indexOf('=') + 1, url.indexOf('#')));
        assertThat(claims.path("context")).isEqualTo(new ObjectMapper().readTree("{\"user\":{\"name\":\"Ann & Co\"}}"));
        assertThat(claims.has("moderator")).isFalse();
        url = join(jitsi(Map.of("jaas", "true", "app-id", "vpaas/x", "jaas-key-id", "vpaas/x/1", "jaas-private-key",
                pem(rsa()))), call(TITLE), ANN, Devices.UNKNOWN);
        assertThat(claims(url.substring(url.indexOf('=') + 1, url.indexOf('#'))).path("context").path("user"))
                .isEqualTo(new ObjectMapper().readTree("{\"name\":\"Ann & Co\",\"moderator\":false}"));
    }

    @Test
    void jaasTokensAreSignedByRsa() throws Exception {
        KeyPair keys = rsa();
        String pem = pem(keys);
        for (String configured : new String[] { pem,
                Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)) }) {
            ConferenceProvider jaas = jitsi(Map.of("jaas", "true", "domain", "8x8.vc", "app-id", "vpaas/x",
                    "jaas-key-id", "vpaas/x/1", "jaas-private-key", configured));
            String url = join(jaas, call(TITLE), JANE, Devices.UNKNOWN);
            assertThat(url).startsWith("https://8x8.vc/vpaas/x/RocketChatabc123?jwt=");
            String token = url.substring(url.indexOf('=') + 1, url.indexOf('#'));
            assertThat(part(token, 0).path("alg").asText()).isEqualTo("RS256");
            assertThat(part(token, 0).path("kid").asText()).isEqualTo("vpaas/x/1");
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(keys.getPublic());
            signature.update(signed(token));
            assertThat(signature.verify(signature(token))).isTrue();
            JsonNode claims = claims(token);
            assertThat(claims.path("iss").asText()).isEqualTo("chat");
            assertThat(claims.path("sub").asText()).isEqualTo("vpaas/x");
            assertThat(claims.path("aud").asText()).isEqualTo("jitsi");
            assertThat(claims.path("context").path("user").path("moderator").asBoolean()).isTrue();
            assertThat(claims.path("context").path("features").isObject()).isTrue();
        }
    }

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    @Test
    void aKeyThatIsNoneStopsTheStartAndIsNotShown() {
        assertThatThrownBy(() -> jitsi(Map.of("jaas", "true", "jaas-private-key", "bm90IGEga2V5")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("usher.providers.p.jaas-private-key")
                .hasMessageNotContaining("bm90IGEga2V5");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(jitsi(Map.of("auth-token", "true", "app-id", "a")).missingKey())
                .contains("usher.providers.p.app-secret");
        assertThat(jitsi(Map.of("jaas", "true", "app-id", "a")).missingKey())
                .contains("usher.providers.p.jaas-key-id");
        assertThat(jitsi(Map.of()).missingKey()).isEmpty();
        assertThat(pexip(Map.of("base-url", "https://p", "host-pin", "1", "guest-pin", "1")).missingKey())
                .contains("usher.providers.p.host-pin");
        assertThat(liveKit(Map.of("url", "wss://l", "api-key", "k")).missingKey())
                .contains("usher.providers.p.api-secret");
    }

    @Test
    void bigBlueButtonUrlsAreThoseOfTheVectors() {
        String server = "https://bbb.example.org/bigbluebutton";
        BigBlueButtonUrls bbb = bigBlueButton(Map.of("url", server), "s3cr3t");
        assertThat(bbb.join(call(TITLE), GUEST)).isEqualTo(server + "/api/join?fullName=Guest&meetingID=abc123"
                + "&password=rocket.chat.attendee&userID=guest&checksum=e822e3bde293adf3aa3a5e092c8ec0c761e4ed89");
        assertThat(bbb.join(call(TITLE), ANN)).startsWith(server + "/api/join?fullName=Ann+%26+Co&meetingID=abc123"
                + "&password=rocket.chat.attendee&userID=guest&checksum=");
        Person.Member creator = new Person.Member("u1", "jane", "Jane O'Doe (dev)*!");
        Call created = new Call("abc123", CallType.VIDEOCONFERENCE, "general", TITLE, creator, null, true,
                CallStatus.STARTED, false, "p", null, null, Instant.EPOCH, Instant.EPOCH, null, null, 0, 0, 0);
        assertThat(bbb.join(created, creator)).isEqualTo(server
                + "/api/join?avatarURL=https%3A%2F%2Fchat.example.org%2Favatar%2Fjane"
                + "&fullName=Jane+O%27Doe+%28dev%29%2A%21&meetingID=abc123&password=rocket.chat.moderator&userID=u1"
                + "&checksum=31afec0c984ba507fa75b1f001f35e6e76fc7124");
        assertThat(bbb.create(call(TITLE))).isEqualTo(server
                + "/api/create?attendeePW=rocket.chat.attendee&guestPolicy=ALWAYS_ACCEPT&meetingID=abc123"
                + "&meta_html5autosharewebcam=false&meta_html5autoswaplayout=true&meta_html5chat=false"
                + "&meta_html5hidepresentation=true&meta_html5navbar=false&moderatorPW=rocket.chat.moderator"
                + "&name=general&welcome=%3Cbr%3EWelcome+to+%3Cb%3E%25%25CONFNAME%25%25%3C%2Fb%3E%21"
                + "&checksum=9df47d14201ffa81fc7ff6c85657cbd93f4fc8fb");
    }

    @Test
    void bigBlueButtonSignsWithSha256WhereAskedTo() throws Exception {
        BigBlueButtonUrls bbb = bigBlueButton(Map.of("url", "https://bbb/", "checksum", "sha256",
                "userdata.bbb_auto_join_audio", "true"), "s");
        String query = "fullName=Guest&meetingID=abc123&password=rocket.chat.attendee&userID=guest"
                + "&userdata-bbb_auto_join_audio=true";
        assertThat(bbb.join(call(TITLE), GUEST)).isEqualTo(
                "https://bbb/api/join?" + query + "&checksum=" + sha("SHA-256", "join" + query + "s"));
    }

    private static ConferenceProvider pexip(Map<String, String> settings) {
        return new PexipProvider("p",
                TestConfig.of(PexipProvider.Config.class, settings(settings)).byName().get("p"));
    }

    @Test
    void pexipLetsTheCreatorInAsHost() {
        ConferenceProvider pexip = pexip(Map.of("base-url", "https://pexip.example.org/", "meeting-path",
                "/meet/{callId}/", "host-pin", "1234", "guest-pin", "5678"));
        assertThat(join(pexip, call(TITLE), JANE, Devices.of(true, true))).isEqualTo(
                "https://pexip.example.org/meet/abc123/?join=1&muteCamera=true&name=Jane+Doe&pin=1234");
        assertThat(join(pexip, call(TITLE), new Person.Member("u2", "john", "John"), Devices.UNKNOWN))
                .endsWith("&name=John&pin=5678");
        assertThat(join(pexip, call(TITLE), GUEST, Devices.UNKNOWN)).endsWith("?join=1&muteCamera=true&pin=5678");
        assertThat(join(pexip, call(TITLE), ANN, Devices.UNKNOWN))
                .endsWith("?join=1&muteCamera=true&name=Ann+%26+Co&pin=5678");
    }

    private ConferenceProvider liveKit(Map<String, String> settings) {
        return new LiveKitProvider("p",
                TestConfig.of(LiveKitProvider.Config.class, settings(settings)).byName().get("p"), clock);
    }

    @Test
    void liveKitTokensLetIntoOneRoomWithTheDevicesThatAreOn() throws Exception {
        ConferenceProvider liveKit = liveKit(Map.of("url", "wss://lk.example.org", "api-key", "key", "api-secret",
                "secret", "join-url", "https://app/{room}?server={url.raw}#{token}"));
        String url = join(liveKit, call(TITLE), JANE, Devices.of(true, false));
        assertThat(url).startsWith("https://app/abc123?server=wss://lk.example.org#");
        String token = url.substring(url.indexOf('#') + 1);
        assertSignedWith("secret", token);
        JsonNode claims = claims(token);
        assertThat(claims.path("iss").asText()).isEqualTo("key");
        assertThat(claims.path("sub").asText()).isEqualTo("u0");
        assertThat(claims.path("name").asText()).isEqualTo("Jane Doe");
        assertThat(claims.path("exp").asLong()).isEqualTo(clock.instant().getEpochSecond() + 600);
        assertThat(claims.path("video")).isEqualTo(new ObjectMapper().readTree("""
                {"room":"abc123","roomJoin":true,"canSubscribe":true,"canPublish":true,"canPublishData":true,
                 "canPublishSources":["microphone","screen_share","screen_share_audio"]}"""));
        assertThat(claims(join(liveKit, call(TITLE), GUEST, Devices.UNKNOWN).split("#")[1])
                .path("video").path("canPublishSources")).hasSize(4);
        assertThat(claims(join(liveKit, call(TITLE), ANN, Devices.UNKNOWN).split("#")[1]).path("name").asText())
                .isEqualTo("Ann & Co");
    }

    @Test
    void liveKitUrlsEncodeTheServerUnlessToldOtherwise() {
        assertThat(join(liveKit(Map.of("url", "wss://lk/", "api-key", "k", "api-secret", "s")), call(TITLE), GUEST,
                Devices.UNKNOWN)).startsWith("https://meet.livekit.io/custom?liveKitUrl=wss%3A%2F%2Flk&token=ey");
    }

    @Test
    void templatesDescribeAnyOtherService() {
        ConferenceProvider test = template("test/{call.type}/{call.id}/{call.title}",
                "{base.raw}{#if user}/{user.id}{/if}{#if cam}/cam{/if}{#if mic}/mic{/if}");
        Call call = call("A title/ä");
        assertThat(await(test.create(call))).isEqualTo("test/videoconference/abc123/A%20title%2F%C3%A4");
        assertThat(join(test, call, JANE, Devices.of(true, true)))
                .isEqualTo("test/videoconference/abc123/A%20title%2F%C3%A4/u0/cam/mic");
        assertThat(join(test, call, JANE, Devices.of(null, false))).endsWith("/u0");
        assertThat(join(test, call, GUEST, Devices.of(true, null))).endsWith("%A4/mic");
    }

    @Test
    void valuesCannotBreakOutOfATemplate() {
        ConferenceProvider test = template("https://x/{call.room}", "{base.raw}?u={user.name}&c={call.title}");
        Person.Member mallory = new Person.Member("m", "mallory", "a&admin=1#{call.id}\"<x>\n");
        assertThat(join(test, call("t&x=1"), mallory, Devices.UNKNOWN))
                .isEqualTo("https://x/general?u=a%26admin%3D1%23%7Bcall.id%7D%22%3Cx%3E%0A&c=t%26x%3D1");
    }

    @Test
    void aTemplateMayShowTheNameThatAGuestGave() {
        ConferenceProvider test = template("x",
                "{base.raw}?{#if user}u={user.name}{/if}{#if guest}g={guest.name}{/if}");
        assertThat(join(test, call(TITLE), ANN, Devices.UNKNOWN)).isEqualTo("x?g=Ann%20%26%20Co");
        assertThat(join(test, call(TITLE), GUEST, Devices.UNKNOWN)).isEqualTo("x?");
        assertThat(join(test, call(TITLE), JANE, Devices.UNKNOWN)).isEqualTo("x?u=Jane%20Doe");
    }

    @Test
    void aTemplateThatWantsAUserHasNoUrlForAGuest() {
        ConferenceProvider test = template("x", "{base.raw}?name={user.name}");
        assertThat(join(test, call(TITLE), JANE, Devices.UNKNOWN)).isEqualTo("x?name=Jane%20Doe");
        assertThatThrownBy(() -> join(test, call(TITLE), GUEST, Devices.UNKNOWN))
                .isInstanceOfSatisfying(ProviderException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(ProviderException.Reason.FAILED));
    }

    @Test
    void aTemplateWithAMistakeStopsTheStart() {
        assertThatThrownBy(() -> template("{call.id", "x")).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("usher.providers.p.base-url");
        assertThatThrownBy(() -> template("x", "{cal.id}")).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("usher.providers.p.join-url");
    }
}
