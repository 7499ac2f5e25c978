package dev.usher.videochat;

import io.smallrye.mutiny.Uni;

/**
 * Which process holds which connections, where there are several. What is told here lets the others clean up when this
 * one dies.
 */
public interface ConnectionHolders {

    /** Whether there may be other processes. */
    boolean areShared();

    /** This process's session at the media server, with all its connections. */
    void began(String session);

    /** This process is about to make that connection. Completes when the others can know. */
    Uni<Void> opened(String connectionId, String callId, String personId);

    void closed(String connectionId);

    /** There is nothing left of the call at the media server. */
    void ended(String callId);

    /**
     * Completes when the media server mutes what the registry says of a connection of another process, or that one
     * holds it no more. Fails with {@link VideoChatException} MEDIA_FAILED.
     */
    Uni<Void> settled(String connectionId);

    /** Closes a subscription that another process may hold, some time. */
    void close(String subscriptionId);

    /** This process ends. */
    Uni<Void> leaving();
}
