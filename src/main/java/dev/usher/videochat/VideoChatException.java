package dev.usher.videochat;

/** A refusal of a use case of video chats, beside those of the registry. It carries no stack trace. */
public final class VideoChatException extends RuntimeException {

    /** Why something is refused. */
    public enum Reason {
        /** The caller may not enter that room. */
        ROOM_REFUSED,
        /** The caller may not join on behalf of that chat. */
        IDENTITY_REFUSED,
        /** The client's connection parameters cannot be used. */
        PARAMETERS_INVALID,
        /** The client's parameters have no SSRC of audio. */
        SOURCE_MISSING,
        /** The client demands encryption from end to end, which there is not. */
        ENCRYPTION_UNSUPPORTED,
        INVITE_INVALID,
        INVITE_EXPIRED,
        /** Only those who manage a live stream, or whom they let, send media there. */
        VIEWERS_ONLY,
        /** The caller's invite is for listening. */
        LISTENERS_ONLY,
        /** A live stream is watched; another call is joined. */
        NOT_A_LIVE_STREAM,
        /** A call begins 10 seconds from now at the earliest, and 8 days at the latest. */
        DATE_INVALID,
        ALREADY_ENDED,
        /** The caller is not in the call. */
        NOT_JOINED,
        /** The caller may not raise that hand. */
        HAND_REFUSED,
        /** The caller may not start that camera, or there is none. */
        VIDEO_REFUSED,
        /** Those in voice calls receive with the connection that they have. */
        NOTHING_TO_SUBSCRIBE,
        /** The subscription's latest offer has to be answered before there can be another. */
        OFFER_UNANSWERED,
        /** The media server did not take the participant in. */
        MEDIA_JOIN_FAILED,
        /** The media server did not do something else. */
        MEDIA_FAILED
    }

    private final Reason reason;

    public VideoChatException(Reason reason) {
        this(reason, null, null);
    }

    /** With a detail that the client may read. */
    VideoChatException(Reason reason, String detail, Throwable cause) {
        super(detail, cause, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
