package dev.usher.api.events;

import java.util.function.Supplier;

import dev.usher.call.Call;
import dev.usher.event.CallFeeds;
import dev.usher.identity.CurrentCaller;
import dev.usher.identity.Tickets;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The events of one call, for those who may see it or have a ticket. */
@Singleton
public class CallEventStreams {

    @Inject
    CurrentCaller caller;

    @Inject
    Tickets tickets;

    @Inject
    CallFeeds feeds;

    @Inject
    EventStreams streams;

    /** A ticket for a call that the caller may see. */
    public Uni<EventTicket> ticket(Uni<Call> seen) {
        return seen.flatMap(call -> tickets.issue(subject(call.id()))).map(EventTicket::of);
    }

    /**
     * Answers a request with events, see {@link EventStreams#send}.
     *
     * @param seen the call, if the caller may see it; not asked for where there is a ticket
     */
    public Uni<Void> open(EventsQuery query, Supplier<Uni<Call>> seen, HttpServerRequest request) {
        if (caller.hasTicket()) {
            caller.requireTicketFor(subject(query.id()));
            return send(query, request);
        }
        return seen.get().flatMap(call -> send(query, request));
    }

    private Uni<Void> send(EventsQuery query, HttpServerRequest request) {
        return streams.send(request, feeds.open(query.id(), query.seen()));
    }

    private static String subject(String callId) {
        return "call:" + callId;
    }
}
