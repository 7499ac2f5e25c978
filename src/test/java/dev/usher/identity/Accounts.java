package dev.usher.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkus.elytron.security.common.BcryptUtil;

/** The users that Usher knows in tests, and what they authenticate with. */
public final class Accounts {

    public static final String ADMIN_PASSWORD = "admin's secret";
    /** The password of everybody in the users file. */
    public static final String PASSWORD = "pass:word é";
    /** How many users there are that have a token and no password, and are limited like everybody. */
    public static final int CROWD = 1200;

    private static final int CHEAP_BCRYPT = 4;

    private Accounts() {
    }

    /** What a user's client sends. */
    public record Account(String userId, String token) {
    }

    /** A user with a name of two words, not limited. */
    public static Account jane() {
        return new Account(UserId.of("jane"), token("jane"));
    }

    /** Another user who is not limited. */
    public static Account john() {
        return new Account(UserId.of("john"), token("john"));
    }

    /** The admin. */
    public static Account admin() {
        return new Account(UserId.of("admin"), token("admin"));
    }

    /** One of the crowd. */
    public static Account member(int number) {
        return new Account(UserId.of("member" + number), token("member" + number));
    }

    /** Writes a users file and returns its path. */
    public static Path usersFile() {
        String hash = BcryptUtil.bcryptHash(PASSWORD, CHEAP_BCRYPT).replace("$2a$", "$2y$");
        return write("users", """
                # users of tests

                jane:%1$s:Jane Doe:bypass-rate-limit:news=Daily News,-100123
                john:%1$s:::news=Daily News
                limited:%1$s
                walker:%1$s
                """.formatted(hash));
    }

    /** Writes a file of API tokens and returns its path. */
    public static Path apiTokensFile() {
        Stream<String> named = Stream.of("jane", "john", "admin").map(name -> line(name) + ":bypass-rate-limit");
        Stream<String> crowd = IntStream.range(0, CROWD).mapToObj(number -> line("member" + number));
        return write("tokens", Stream.concat(named, crowd).collect(Collectors.joining("\n")));
    }

    private static String line(String username) {
        return username + ":" + Token.hash(token(username));
    }

    private static String token(String username) {
        return "token-of-" + username;
    }

    private static Path write(String name, String text) {
        try {
            return Files.writeString(Files.createTempFile(Path.of("target"), "usher-" + name, ".txt"), text)
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
