package dev.usher.api.bigbluebutton;

import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import dev.usher.api.error.MalformedBodyException;
import dev.usher.conference.EndConference;
import dev.usher.provider.BigBlueButtonProvider;
import dev.usher.provider.Providers;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

/**
 * Hears from BigBlueButton's plugin for hooks when a meeting has ended. The key in the address, which only the server
 * was told, shows that it is the server that calls.
 */
@Path("/api/v1/bigbluebutton.hook")
@Tag(name = "BigBlueButton")
public class HookResource {

    private static final String MEETING_ENDED = "meeting-ended";

    @Inject
    Providers providers;

    @Inject
    EndConference endConference;

    @Inject
    ObjectMapper json;

    @POST
    @Path("{provider}/{callId}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(summary = "Hear of a meeting's events", description = "For BigBlueButton servers, not for clients.")
    public Uni<Void> heard(@RestPath String provider, @RestPath String callId, @RestQuery String key,
            byte[] form) {
        boolean known = providers.find(provider)
                .filter(found -> key != null && found instanceof BigBlueButtonProvider server
                        && server.isHookKey(callId, key))
                .isPresent();
        if (!known) {
            throw new NotFoundException();
        }
        return hasEnded(event(form)) ? endConference.endedByProvider(callId) : Uni.createFrom().voidItem();
    }

    /** Read by hand: a form parameter would make Quarkus set up a folder for uploads, and there may be none. */
    private static String event(byte[] form) {
        try {
            return new QueryStringDecoder(new String(form, StandardCharsets.UTF_8), false).parameters()
                    .getOrDefault("event", List.of("")).get(0);
        } catch (IllegalArgumentException badEncoding) {
            throw new MalformedBodyException();
        }
    }

    /** Events come as one object or as an array of them, each with its name at data.id. */
    private boolean hasEnded(String event) {
        try {
            JsonNode events = json.readTree(event);
            boolean one = MEETING_ENDED.equals(events.path("data").path("id").asText());
            boolean ofMany = false;
            for (JsonNode each : events) {
                ofMany |= MEETING_ENDED.equals(each.path("data").path("id").asText());
            }
            return one || ofMany;
        } catch (JsonProcessingException notJson) {
            throw new MalformedBodyException();
        }
    }
}
