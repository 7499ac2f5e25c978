package dev.usher.provider;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.usher.call.Call;
import dev.usher.call.Devices;
import dev.usher.call.Person;
import dev.usher.provider.ProviderException.Reason;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;

/** URLs made from Qute templates of the configuration. Values are encoded for URLs unless marked {@code .raw}. */
final class Templates {

    private static final Engine ENGINE = engine();

    private Templates() {
    }

    /** Parses a template. A mistake in it is a {@link ConfigurationException} that names the key. */
    static Template parse(String key, String text) {
        try {
            return ENGINE.parse(text);
        } catch (TemplateException e) {
            throw problem(key, e);
        }
    }

    /** Renders a template with the values that it may use, to find mistakes before a caller does. */
    static void check(String key, Template template, Map<String, Object> values) {
        try {
            template.render(values);
        } catch (TemplateException e) {
            throw problem(key, e);
        }
    }

    /** The URL. Fails with {@link ProviderException} where the template wants what there is not, as a guest's name. */
    static Uni<String> render(Template template, Map<String, Object> values) {
        return Uni.createFrom().item(() -> template.render(values))
                .onFailure(TemplateException.class).transform(mistake -> new ProviderException(Reason.FAILED, mistake));
    }

    /** {@code call.id}, {@code .type}, {@code .title} and {@code .room}. */
    static Map<String, Object> values(Call call) {
        Map<String, Object> values = new HashMap<>();
        values.put("id", call.id());
        values.put("type", call.type().name().toLowerCase(Locale.ROOT));
        values.put("title", call.title() == null ? "" : call.title());
        values.put("room", call.roomId());
        return new HashMap<>(Map.of("call", values));
    }

    /**
     * Those of the call, and {@code base}, {@code user} (null for guests), {@code guest} (null but for guests who gave
     * a name), {@code mic} and {@code cam}.
     */
    static Map<String, Object> values(Call call, Person person, Devices devices) {
        Map<String, Object> values = values(call);
        values.put("base", call.url());
        values.put("user", person instanceof Person.Member member
                ? Map.of("id", member.id(), "username", member.username(), "name", member.name()) : null);
        values.put("guest", person instanceof Person.Guest guest && guest.name() != null
                ? Map.of("name", guest.name()) : null);
        values.put("mic", devices.mic().asFlag());
        values.put("cam", devices.cam().asFlag());
        return values;
    }

    private static ConfigurationException problem(String key, TemplateException e) {
        return new ConfigurationException(
                "%s: %s".formatted(key, e.getMessage().lines().findFirst().orElse("not a template")), Set.of(key));
    }

    private static Engine engine() {
        return Engine.builder().addDefaults().addValueResolver(ValueResolvers.rawResolver())
                .addResultMapper(new ResultMapper() {
            @Override
            public boolean appliesTo(Origin origin, Object result) {
                return !(result instanceof RawString);
            }

            @Override
            public String map(Object result, Expression expression) {
                return UrlEncoding.component(String.valueOf(result));
            }
        }).build();
    }
}
