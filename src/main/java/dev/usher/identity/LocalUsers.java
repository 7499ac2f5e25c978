package dev.usher.identity;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import dev.usher.SecretFile;
import dev.usher.call.Person;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * The users of the users file, and the admin. A line of the file is
 * {@code username:bcrypt[:name[:role,role[:chat=title,chat]]]}; the first two fields are what {@code htpasswd -B}
 * writes, the last names the chats on whose behalf the user may join video chats.
 */
@Startup
@Singleton
@Typed(LocalUsers.class)
class LocalUsers implements Users {

    static final String ADMIN = "admin";

    private static final Logger LOG = Logger.getLogger(LocalUsers.class);
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    /** Compared with when there is no such user, so that the answer takes as long as for one. */
    private static final String NOBODY = "$2a$10$7EqJtq98hPqEX7fNZaFWoO.XJz5BVgK3jYzYx0nqz8XbG3Z1HcL5S";

    private static final int RANDOM_PASSWORD_LENGTH = 22;

    private String randomAdminPassword;
    private final Map<String, Account> byUsername = new HashMap<>();
    private final Map<String, User> byId = new HashMap<>();
    private final Map<String, List<Person.Chat>> chats = new HashMap<>();

    /** A user and the stored form of the password: bcrypt, or SHA-256 for a password from the configuration. */
    private record Account(User user, String password) {
    }

    @Inject
    LocalUsers(IdentityConfig config) {
        config.usersFile().ifPresent(file -> ColonFile.read("usher.identity.users-file", file).forEach(this::add));
        adminPassword(config).ifPresent(password -> add(
                new User(UserId.of(ADMIN), ADMIN, "Administrator", Set.of(Roles.ADMIN, Roles.USER)),
                Token.hash(password)));
    }

    @Override
    public Optional<User> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Optional<User> byUsername(String username) {
        return Optional.ofNullable(byUsername.get(username)).map(Account::user);
    }

    /** The user, if the password is right. Takes about a tenth of a second of computing for users of the file. */
    Optional<User> withPassword(String username, String password) {
        Account account = byUsername.get(username);
        if (account == null) {
            BcryptUtil.matches(password, NOBODY);
            return Optional.empty();
        }
        boolean right = account.password.startsWith("$")
                ? BcryptUtil.matches(password, account.password)
                : Token.equal(Token.hash(password), account.password);
        return right ? Optional.of(account.user) : Optional.empty();
    }

    List<Person.Chat> chatsOf(String userId) {
        return chats.getOrDefault(userId, List.of());
    }

    private Optional<String> adminPassword(IdentityConfig config) {
        Optional<String> configured = SecretFile.resolve(
                "usher.identity.admin-password", config.adminPassword(), config.adminPasswordFile());
        if (configured.isPresent()) {
            return configured;
        }
        if (byUsername.containsKey(ADMIN)) {
            return Optional.empty();
        }
        randomAdminPassword = Token.random().substring(0, RANDOM_PASSWORD_LENGTH);
        return Optional.of(randomAdminPassword);
    }

    /** Says the random password once, when everything else has started. */
    void announce(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent started) {
        if (randomAdminPassword != null) {
            LOG.warnf("No admin password is configured (usher.identity.admin-password): until the next start, "
                    + "log in as user '%s' with password '%s'", ADMIN, randomAdminPassword);
            randomAdminPassword = null;
        }
    }

    private void add(ColonFile.Line line) {
        String username = line.field(0);
        if (username.isEmpty()) {
            throw line.problem("has no username");
        }
        if (byUsername.containsKey(username)) {
            throw line.problem("names a user of an earlier line again");
        }
        if (!BCRYPT.matcher(line.field(1)).matches()) {
            throw line.problem("has no bcrypt hash (make one with htpasswd -B)");
        }
        String name = line.field(2).isEmpty() ? username : line.field(2);
        Set<String> roles = new HashSet<>(line.names(3));
        roles.add(Roles.USER);
        if (username.equals(ADMIN)) {
            roles.add(Roles.ADMIN);
        }
        User user = new User(UserId.of(username), username, name, Set.copyOf(roles));
        add(user, line.field(1));
        List<Person.Chat> named = line.list(4).stream().map(chat -> chat(line, chat)).toList();
        if (!named.isEmpty()) {
            chats.put(user.id(), named);
        }
    }

    private static Person.Chat chat(ColonFile.Line line, String text) {
        int end = text.indexOf('=');
        String id = (end < 0 ? text : text.substring(0, end)).strip();
        if (id.isEmpty()) {
            throw line.problem("names a chat without an id");
        }
        return new Person.Chat(id, end < 0 ? id : text.substring(end + 1).strip());
    }

    private void add(User user, String password) {
        byUsername.put(user.username(), new Account(user, password));
        byId.put(user.id(), user);
    }
}
