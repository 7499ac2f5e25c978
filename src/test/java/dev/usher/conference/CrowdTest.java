package dev.usher.conference;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.usher.Api;
import dev.usher.UsherProfile;
import dev.usher.identity.Accounts;
import dev.usher.identity.Accounts.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

import static org.assertj.core.api.Assertions.assertThat;

/** Many requests at the same time. */
@QuarkusTest
@TestProfile(UsherProfile.class)
class CrowdTest {

    private static final int LIMITED_USER = 1100;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private List<HttpResponse<String>> inParallel(int requests, IntFunction<HttpRequest> request) {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, requests)
                .mapToObj(number -> client.sendAsync(request.apply(number), BodyHandlers.ofString())).toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static HttpRequest.Builder join(String callId) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + RestAssured.port + "/api/v1/video-conference.join"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"callId\":\"" + callId + "\",\"state\":{\"mic\":true}}"));
    }

    private static HttpRequest join(String callId, Account user) {
        return join(callId).header("X-User-Id", user.userId()).header("X-Auth-Token", user.token()).build();
    }

    private static long count(List<HttpResponse<String>> answers, int status) {
        return answers.stream().filter(answer -> answer.statusCode() == status).count();
    }

    @Test
    void twoHundredJoinsOfOnePersonLeaveOneParticipant() {
        String callId = Api.start(Accounts.jane());
        List<HttpResponse<String>> answers = inParallel(200, number -> join(callId, Accounts.john()));
        assertThat(count(answers, 200)).isEqualTo(200);
        assertThat(Api.info(Accounts.jane(), callId).jsonPath().getList("users")).hasSize(1);
    }

    @Test
    void aThousandPeopleAllGetIn() {
        String callId = Api.start(Accounts.jane());
        List<HttpResponse<String>> answers = inParallel(1000, number -> join(callId, Accounts.member(number)));
        assertThat(count(answers, 200)).isEqualTo(1000);
        Set<String> users = Set.copyOf(Api.info(Accounts.jane(), callId).jsonPath().<String>getList("users._id"));
        assertThat(users).isEqualTo(IntStream.range(0, 1000).mapToObj(number -> Accounts.member(number).userId())
                .collect(Collectors.toSet()));
    }

    @Test
    void ofFiftyRequestsOfOneUserExactlyTwoAreAccepted() {
        String callId = Api.start(Accounts.jane());
        List<HttpResponse<String>> answers = inParallel(50, number -> join(callId, Accounts.member(LIMITED_USER)));
        assertThat(count(answers, 200)).isEqualTo(2);
        assertThat(count(answers, 429)).isEqualTo(48);
    }

    @Test
    void guestsAreLimitedByAddressAndIpv6ByNetwork() {
        String callId = Api.start(Accounts.jane());
        String[][] sameAddress = { { "192.0.2.7" }, { "::ffff:192.0.2.8", "192.0.2.8" },
                { "2001:db8:1:2::1", "2001:db8:1:2:ffff::2", "2001:DB8:1:2:0:0:0:3" } };
        for (String[] spellings : sameAddress) {
            List<HttpResponse<String>> answers = inParallel(50, number -> join(callId)
                    .header("X-Forwarded-For", spellings[number % spellings.length]).build());
            assertThat(count(answers, 200)).isEqualTo(2);
            assertThat(count(answers, 429)).isEqualTo(48);
        }
        assertThat(inParallel(1, number -> join(callId).header("X-Forwarded-For", "2001:db8:1:3::1").build()))
                .extracting(HttpResponse::statusCode).containsExactly(200);
    }

    @Test
    void whatClientsForwardInFrontOfTheProxyDoesNotCount() {
        String callId = Api.start(Accounts.jane());
        List<HttpResponse<String>> answers = inParallel(50, number -> join(callId)
                .header("X-Forwarded-For", "203.0.113." + number + ", 198.51.100.7, 127.0.0.2")
                .header("X-Real-IP", "203.0.113." + number)
                .header("Forwarded", "for=203.0.113." + number).build());
        assertThat(count(answers, 200)).isEqualTo(2);
    }
}
