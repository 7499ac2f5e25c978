package dev.usher.videochat;

import java.util.List;

import dev.usher.UsherProfile;
import dev.usher.media.janus.JanusServer;

/** Usher with a real Janus. */
public class JanusProfile extends UsherProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(JanusServer.class));
    }
}
