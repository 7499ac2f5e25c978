package dev.usher.cluster;

import java.util.List;
import java.util.Map;

import dev.usher.UsherProfile;
import dev.usher.videochat.JanusProfile;
import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * Another profile, whose settings and test resources then hold for two pods behind nginx. A profile that only one test
 * uses is named where that test is: {@code class Profile extends ReplicasProfile}.
 */
public class ReplicasProfile implements QuarkusTestProfile {

    private final Class<? extends QuarkusTestProfile> profile;

    /** Those of {@link UsherProfile}. */
    public ReplicasProfile() {
        this(UsherProfile.class);
    }

    protected ReplicasProfile(Class<? extends QuarkusTestProfile> profile) {
        this.profile = profile;
    }

    /** Those of {@link JanusProfile}. */
    public static final class WithJanus extends ReplicasProfile {
        public WithJanus() {
            super(JanusProfile.class);
        }
    }

    @Override
    public final Map<String, String> getConfigOverrides() {
        return make(profile.getName(), QuarkusTestProfile.class).getConfigOverrides();
    }

    @Override
    public final List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Replicas.class, Map.of(Replicas.PROFILE, profile.getName())));
    }

    /** A new object of the class with that name. */
    static <T> T make(String name, Class<T> type) {
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader()).asSubclass(type)
                    .getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
