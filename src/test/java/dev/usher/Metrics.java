package dev.usher;

import io.restassured.RestAssured;

/** What a process counts and measures, as Prometheus reads it. */
public final class Metrics {

    private Metrics() {
    }

    /** The value of a metric with its labels, such as {@code usher_rate_limited_total{endpoint="login"}}; 0 if none. */
    public static double of(int port, String nameAndLabels) {
        return RestAssured.given().port(port).get("/q/metrics").asString().lines()
                .filter(line -> line.startsWith(nameAndLabels + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst().orElse(0);
    }
}
