package dev.usher.api.rocketchat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.restassured.RestAssured;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that a well-behaved client library does not make. */
final class RawHttp {

    private RawHttp() {
    }

    record Answer(int status, String contentType, String body) {

        void assertError(int expected, String error) {
            assertThat(status).isEqualTo(expected);
            assertThat(contentType).isEqualTo("application/json");
            assertThat(body).isEqualTo("{\"success\":false,\"error\":\"" + error + "\"}");
        }
    }

    static Answer post(String path, String contentType, String body, Map<String, String> headers) throws Exception {
        return send(path, contentType, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    /** Posts a body in chunks, without saying how long it will be. */
    static Answer postChunked(String path, int chunks, int chunkSize, Map<String, String> headers) throws Exception {
        byte[] body = "a".repeat(chunks * chunkSize).getBytes(StandardCharsets.US_ASCII);
        return send(path, "application/json",
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), headers);
    }

    private static Answer send(String path, String contentType, HttpRequest.BodyPublisher body,
            Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", contentType).POST(body);
        headers.forEach(request::header);
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(null),
                response.body());
    }
}
