package dev.usher.api.events;

import java.util.regex.Pattern;

import dev.usher.api.rest.AuthenticationFilter;
import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.RequestType;
import jakarta.ws.rs.core.UriInfo;

/**
 * What somebody wants to look on at.
 *
 * @param seen the version of the call that they know; null if they know nothing
 */
public record EventsQuery(String id, Long seen) {

    /** The header that a browser sends when it comes back (WHATWG HTML, section 9.2.4). */
    public static final String HEADER = "Last-Event-ID";

    public static final String DESCRIPTION = """
            Server-sent events: first a snapshot, then what happens, in order: participant-joined, participant-left, \
            participant-state, call-started, call-renamed and call-ended, after which the stream ends. An event's id \
            is the call's version. Who comes back with the last id misses nothing, or gets a snapshot first, which \
            may come at any time and takes the place of all that was known. Comments are sent where nothing happens. \
            Who reads too slowly is cut off, and may come back.""";
    public static final String TICKET = "Takes the place of credentials";
    public static final String LAST_EVENT_ID = "As the header Last-Event-ID, for those who cannot send it";

    private static final String QUERY_NAME = "lastEventId";
    private static final Pattern VERSION = Pattern.compile("\\d{1,18}");

    public static EventsQuery read(String idName, UriInfo uri, String lastEventId) {
        return new RequestType<>(JsonSchema.object()
                .required(idName, JsonSchema.string())
                .optional(AuthenticationFilter.TICKET, JsonSchema.string())
                .optional(QUERY_NAME, JsonSchema.string()), json -> {
                    String last = lastEventId != null ? lastEventId
                            : json.has(QUERY_NAME) ? json.get(QUERY_NAME).textValue() : "";
                    return new EventsQuery(json.get(idName).textValue(),
                            VERSION.matcher(last).matches() ? Long.valueOf(last) : null);
                }).read(uri.getQueryParameters());
    }
}
