package dev.usher.page;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.usher.UsherProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

/** How the pages are served. */
@QuarkusTest
@TestProfile(UsherProfile.class)
class PageTest {

    @ParameterizedTest
    @CsvSource({
            "/, text/html;charset=UTF-8",
            "/c/0123456789abcdef01234567, text/html;charset=UTF-8",
            "/c/5312345678901234567?from=mail, text/html;charset=UTF-8",
            "/assets/call.js, text/javascript;charset=UTF-8",
            "/assets/lit-html/lit-html.js, text/javascript;charset=UTF-8",
            "/assets/style.css, text/css;charset=UTF-8",
            "/assets/icon.svg, image/svg+xml" })
    void aPageMayLoadNothingFromElsewhere(String address, String type) {
        RestAssured.get(address).then().statusCode(200).contentType(type)
                .header("Content-Security-Policy", allOf(containsString("default-src 'none';"),
                        containsString("script-src 'self';"), containsString("style-src 'self';"),
                        containsString("frame-ancestors 'none'"), containsString("require-trusted-types-for 'script'"),
                        not(containsString("unsafe"))))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Permissions-Policy", containsString("camera=(self), microphone=(self)"))
                .header("Cross-Origin-Opener-Policy", "same-origin");
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        String tag = RestAssured.get("/assets/call.js").then().header("Cache-Control", "no-cache")
                .header("ETag", notNullValue()).extract().header("ETag");
        RestAssured.given().header("If-None-Match", tag).get("/assets/call.js").then().statusCode(304)
                .header("ETag", tag).body(emptyString());
        RestAssured.given().header("If-None-Match", "\"another\"").get("/assets/call.js").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/c/1", "/assets/style.css" })
    void headIsLikeGetWithoutTheBody(String address) {
        int length = RestAssured.get(address).asByteArray().length;
        RestAssured.head(address).then().statusCode(200).header("Content-Length", Integer.toString(length))
                .header("ETag", notNullValue()).body(emptyString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "/c", "/c/", "/c/1/2", "/assets", "/assets/", "/assets/nothing.js", "/assets/Pages.class",
            "/assets/lit-html/LICENSE", "/assets/../Pages.class", "/assets/..%2fPages.class", "/assets/lit-html.js",
            "/_static/lit-html/3.3.3/lit-html.js", "/favicon.ico" })
    void whatThereIsNotIsAnErrorLikeOthers(String address) {
        RestAssured.given().urlEncodingEnabled(false).get(address).then().statusCode(404)
                .contentType("application/json").body("success", equalTo(false)).body("error", notNullValue());
    }

    @Test
    void nothingIsToBePostedToAPage() {
        for (String address : List.of("/", "/c/1", "/assets/call.js")) {
            assertThat(RestAssured.given().contentType("application/json").body("{}").post(address).statusCode())
                    .as(address).isIn(404, 405);
        }
    }

    @Test
    void theApiCanStillBeTried() {
        RestAssured.get("/q/swagger-ui").then().statusCode(200).contentType("text/html");
        RestAssured.get("/q/health").then().statusCode(200);
    }
}
