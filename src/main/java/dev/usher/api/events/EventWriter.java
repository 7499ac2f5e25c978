package dev.usher.api.events;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.usher.event.CallEvent;
import dev.usher.event.EventFormat;
import dev.usher.event.Told;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Writes events: as JSON, and as server-sent events (WHATWG HTML, section 9.2.5). */
@Singleton
public class EventWriter implements EventFormat {

    private final ObjectMapper mapper;

    @Inject
    EventWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public byte[] json(CallEvent event) {
        return json(EventView.of(event));
    }

    @Override
    public String type(CallEvent event) {
        return EventView.type(event);
    }

    @Override
    public Set<String> types() {
        return EventView.TYPES;
    }

    /** As a server-sent event. One that another of the same version follows has no id, so that none is passed over. */
    Buffer sse(Told told) {
        EventView view = EventView.of(told);
        boolean hasId = !(told instanceof Told.AllCalls || told instanceof Told.Event event
                && event.event().isContinued());
        return sse(hasId ? view.version() : null, view.type(), view);
    }

    /** As a server-sent event with an id, or null for none. */
    Buffer sse(Long id, String type, Object data) {
        byte[] json = json(data);
        StringBuilder head = new StringBuilder(48);
        if (id != null) {
            head.append("id: ").append(id).append('\n');
        }
        head.append("event: ").append(type).append("\ndata: ");
        return Buffer.buffer(json.length + head.length() + 2)
                .appendBytes(head.toString().getBytes(StandardCharsets.US_ASCII))
                .appendBytes(json).appendString("\n\n");
    }

    private byte[] json(Object data) {
        try {
            return mapper.writeValueAsBytes(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
