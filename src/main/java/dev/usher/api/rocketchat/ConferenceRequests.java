package dev.usher.api.rocketchat;

import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.usher.api.error.BodyLimit;
import dev.usher.api.rest.RequestReader;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/** Reads the requests of conferences and sessions. */
@Provider
@Consumes(MediaType.WILDCARD)
public class ConferenceRequests extends RequestReader {

    @Inject
    public ConferenceRequests(ObjectMapper mapper, BodyLimit bodyLimit) {
        super(Map.of(
                JoinRequest.class, JoinRequest.TYPE,
                StateRequest.class, StateRequest.TYPE,
                StartRequest.class, StartRequest.TYPE,
                CallRequest.class, CallRequest.TYPE,
                RenameRequest.class, RenameRequest.TYPE,
                AddParticipantsRequest.class, AddParticipantsRequest.TYPE,
                LoginRequest.class, LoginRequest.TYPE), mapper, bodyLimit);
    }
}
