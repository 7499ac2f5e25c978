package dev.usher.api.videochat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.usher.api.error.BodyLimit;
import dev.usher.api.rest.RequestReader;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/** Reads the requests of video chats. */
@Provider
@Consumes(MediaType.WILDCARD)
public class VideoChatRequests extends RequestReader {

    @Inject
    public VideoChatRequests(ObjectMapper mapper, BodyLimit bodyLimit) {
        super(Map.of(
                Requests.VideoChatRequest.class, Requests.VideoChatRequest.TYPE,
                JoinVideoChatRequest.class, JoinVideoChatRequest.TYPE,
                Requests.StartVideoChatRequest.class, Requests.StartVideoChatRequest.TYPE,
                Requests.ScheduleVideoChatRequest.class, Requests.ScheduleVideoChatRequest.TYPE,
                Requests.EditParticipantRequest.class, Requests.EditParticipantRequest.TYPE,
                Requests.CheckRequest.class, Requests.CheckRequest.TYPE,
                Requests.InviteRequest.class, Requests.InviteRequest.TYPE,
                Requests.EventsTicketRequest.class, Requests.EventsTicketRequest.TYPE,
                Requests.SubscribeRequest.class, Requests.SubscribeRequest.TYPE), mapper, bodyLimit);
    }

    @Override
    protected byte[] bytes(Class<?> type, InputStream body, BodyLimit limit) throws IOException {
        return type == Requests.SubscribeRequest.class ? limit.readSdp(body) : limit.read(body);
    }
}
