package dev.usher;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** {@code usher} serves; {@code usher health [live|ready|started]} asks a serving one how it is. */
@QuarkusMain
public final class Main {

    private Main() {
    }

    public static void main(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("health")) {
            System.exit(HealthCommand.run(arguments.length > 1 ? arguments[1] : "live"));
        }
        Quarkus.run(arguments);
    }
}
