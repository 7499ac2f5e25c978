package dev.usher.api.error;

import dev.usher.call.CallException;
import dev.usher.identity.IdentityAwayException;
import dev.usher.videochat.VideoChatException;

/**
 * The refusals of video chats in the words of Telegram's methods phone.*, and the codes that go with them.
 *
 * @param name   such as GROUPCALL_INVALID
 * @param detail for people; null where the name says everything
 */
public record RpcError(int status, String name, String detail) {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int MEDIA_FAILURE = 500;
    private static final int UNAVAILABLE = 503;

    /** The name, with what else is known. */
    public String text() {
        return detail == null ? name : name + ": " + detail;
    }

    /** To do this one must manage the call. */
    public static final RpcError NOT_ALLOWED = new RpcError(FORBIDDEN, "GROUPCALL_FORBIDDEN", null);

    /** What is known of calls could not be looked up. */
    public static final RpcError STORE_AWAY = new RpcError(503, "STORE_UNAVAILABLE", null);

    /** One has to wait so many seconds. */
    public static RpcError floodWait(long seconds) {
        return new RpcError(420, "FLOOD_WAIT_" + seconds, null);
    }

    /** Who calls could not be found out. */
    public static RpcError unavailable(IdentityAwayException failure) {
        return new RpcError(UNAVAILABLE, failure.source() + "_UNAVAILABLE", null);
    }

    public static RpcError of(CallException failure) {
        return switch (failure.reason()) {
            case CALL_NOT_FOUND, NOT_A_CONFERENCE, NOT_DIRECT, NOT_CALLING -> bad("GROUPCALL_INVALID");
            case CALL_OVER, CALL_SCHEDULED, MAY_NOT_SPEAK -> NOT_ALLOWED;
            case NOT_SCHEDULED -> new RpcError(FORBIDDEN, "GROUPCALL_ALREADY_STARTED", null);
            case CALL_FULL -> bad("USERS_TOO_MUCH");
            case TOO_MANY_CALLS -> bad("CREATE_CALL_FAILED");
            case IDENTITY_TAKEN -> bad("JOIN_AS_PEER_INVALID");
            case SOURCE_TAKEN -> bad("GROUPCALL_SSRC_DUPLICATE_MUCH");
            case NOT_A_PARTICIPANT -> bad("PARTICIPANT_JOIN_MISSING");
        };
    }

    public static RpcError of(VideoChatException failure) {
        String detail = failure.getMessage();
        return switch (failure.reason()) {
            case ROOM_REFUSED -> bad("PEER_ID_INVALID");
            case IDENTITY_REFUSED -> bad("JOIN_AS_PEER_INVALID");
            case PARAMETERS_INVALID -> new RpcError(BAD_REQUEST, "DATA_JSON_INVALID", detail);
            case NOT_A_LIVE_STREAM -> bad("DATA_JSON_INVALID");
            case SOURCE_MISSING -> bad("GROUPCALL_SSRC_DUPLICATE_MUCH");
            case ENCRYPTION_UNSUPPORTED -> bad("PUBLIC_KEY_INVALID");
            case INVITE_INVALID -> bad("INVITE_HASH_INVALID");
            case INVITE_EXPIRED -> bad("INVITE_HASH_EXPIRED");
            case VIEWERS_ONLY -> bad("CHAT_ADMIN_REQUIRED");
            case LISTENERS_ONLY -> new RpcError(FORBIDDEN, "CHAT_WRITE_FORBIDDEN", null);
            case DATE_INVALID -> bad("SCHEDULE_DATE_INVALID");
            case ALREADY_ENDED -> bad("GROUPCALL_ALREADY_DISCARDED");
            case NOT_JOINED -> bad("GROUPCALL_JOIN_MISSING");
            case HAND_REFUSED -> bad("RAISE_HAND_FORBIDDEN");
            case VIDEO_REFUSED -> bad("VIDEO_STOP_FORBIDDEN");
            case NOTHING_TO_SUBSCRIBE -> NOT_ALLOWED;
            case OFFER_UNANSWERED -> bad("SUBSCRIPTION_UNANSWERED");
            case MEDIA_JOIN_FAILED ->
                new RpcError(MEDIA_FAILURE, "GROUPCALL_ADD_PARTICIPANTS_FAILED", detail);
            case MEDIA_FAILED -> new RpcError(MEDIA_FAILURE, "MEDIA_SERVER_FAILED", detail);
        };
    }

    private static RpcError bad(String name) {
        return new RpcError(BAD_REQUEST, name, null);
    }
}
