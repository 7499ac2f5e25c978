package dev.usher.ratelimit;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ResourceInfo;

/** The limits in force: those of the annotations, with what the configuration says otherwise. */
@Startup
@Singleton
class RateLimits {

    private static final String PREFIX = "usher.rate-limit.endpoints.";

    private final RateLimitConfig config;
    private final Map<String, RateLimitConfig.Override> overrides;
    private final Map<ResourceInfo, Optional<Limit>> byMethod = new ConcurrentHashMap<>();

    @Inject
    RateLimits(RateLimitConfig config, BeanManager beans) {
        this.config = config;
        this.overrides = config.endpoints().entrySet().stream()
                .collect(Collectors.toMap(entry -> spelledWithDots(entry.getKey()), Map.Entry::getValue));
        if (!overrides.isEmpty()) {
            requireKnown(config.endpoints().keySet(), beans);
        }
    }

    /** The limit of a resource method; null if it has none. */
    Limit of(ResourceInfo resource) {
        return config.enabled()
                ? byMethod.computeIfAbsent(resource, info -> limit(info.getResourceMethod())).orElse(null)
                : null;
    }

    private Optional<Limit> limit(Method method) {
        return Optional.ofNullable(method.getAnnotation(RateLimited.class)).map(builtIn -> {
            RateLimitConfig.Override override = overrides.get(spelledWithDots(builtIn.value()));
            int requests = override == null ? builtIn.requests() : override.limit().orElse(builtIn.requests());
            Duration window = Duration.ofMillis(builtIn.millis());
            return new Limit(builtIn.value(), requests,
                    override == null ? window : override.window().orElse(window));
        });
    }

    private static void requireKnown(Set<String> names, BeanManager beans) {
        Set<String> known = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(bean -> bean.getBeanClass())
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .map(method -> method.getAnnotation(RateLimited.class))
                .filter(Objects::nonNull)
                .map(RateLimited::value)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> spellings = known.stream().map(RateLimits::spelledWithDots).collect(Collectors.toSet());
        for (String name : names) {
            if (!spellings.contains(spelledWithDots(name))) {
                throw new ConfigurationException("%s\"%s\": there is no such endpoint, the limited ones are %s"
                        .formatted(PREFIX, name, String.join(", ", known)), Set.of(PREFIX + name));
            }
        }
    }

    /** Names from environment variables come with dots for every other character. */
    private static String spelledWithDots(String endpoint) {
        return endpoint.replace('-', '.');
    }
}
