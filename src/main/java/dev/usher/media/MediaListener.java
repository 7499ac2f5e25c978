package dev.usher.media;

/** Hears what happens to connections. Must take no time. */
public interface MediaListener {

    /** Everything of this process from now on ends with {@link MediaServer#endSession} of that. */
    void began(String session);

    /** The client is connected: ICE and DTLS are up. */
    void connected(String id);

    /**
     * Media of a kind has begun to come from the client, or has stopped.
     *
     * @param layer counts from 0; others than 0 there are only of video in simulcast
     */
    void receiving(String id, MediaKind kind, int layer, boolean receiving);

    /** The connection has ended and will not come back. */
    void hungUp(String id);

    /** The media server does not know the connection any more. */
    void lost(String id);
}
