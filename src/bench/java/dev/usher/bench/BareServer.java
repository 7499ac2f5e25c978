package dev.usher.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** The yardstick: a server of Vert.x that takes in the body of a request and gives everybody the same JSON. */
public final class BareServer extends AbstractVerticle {

    private final int port;
    private final Buffer answer;

    private BareServer(int port, Buffer answer) {
        this.port = port;
        this.answer = answer;
    }

    /** Takes the port, the answer's body, and the number of event loops. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        Buffer answer = Buffer.buffer(arguments[1]);
        Vertx.vertx().deployVerticle(() -> new BareServer(port, answer),
                new DeploymentOptions().setInstances(Integer.parseInt(arguments[2])));
    }

    @Override
    public void start() {
        vertx.createHttpServer().requestHandler(this::answer).listen(port, "127.0.0.1");
    }

    private void answer(HttpServerRequest request) {
        request.bodyHandler(body -> request.response()
                .putHeader("Content-Type", "application/json")
                .end(answer));
    }
}
