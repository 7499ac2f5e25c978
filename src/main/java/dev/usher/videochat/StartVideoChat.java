package dev.usher.videochat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallRegistry;
import dev.usher.call.VideoChat;
import dev.usher.identity.CallAccess;
import dev.usher.identity.CallOwner;
import dev.usher.identity.User;
import dev.usher.videochat.VideoChatException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Starts video chats, now or later. Fails with {@link CallException}, or {@link VideoChatException} ROOM_REFUSED.
 */
@Singleton
public class StartVideoChat {

    private static final Duration EARLIEST = Duration.ofSeconds(10);
    private static final Duration LATEST = Duration.ofDays(8);

    @Inject
    VideoChatAccess access;

    @Inject
    CallAccess rooms;

    @Inject
    CallRegistry calls;

    @Inject
    Clock clock;

    /** What is wished of a new video chat; {@code title} is null where none is given. */
    public record Wish(String roomId, String title, VideoChat.Mode mode, boolean liveStream, boolean newcomersMuted) {
    }

    /** Starts a video chat in a room that the user may enter. A room may have several. */
    public Uni<Call> start(User creator, Wish wish) {
        Instant now = clock.instant();
        return add(creator, wish, null, now, now);
    }

    /**
     * Announces a video chat, which begins when {@link #begin} is called, not by itself. Fails with
     * {@link VideoChatException} DATE_INVALID.
     */
    public Uni<Call> schedule(User creator, Wish wish, Instant at) {
        Instant now = clock.instant();
        if (at.isBefore(now.plus(EARLIEST)) || at.isAfter(now.plus(LATEST))) {
            return Uni.createFrom().failure(new VideoChatException(Reason.DATE_INVALID));
        }
        return add(creator, wish, at, null, now);
    }

    /** Begins a scheduled video chat, at whatever time. Who manages it may. */
    public Uni<Call> begin(User by, String id) {
        return access.find(by, id).invoke(call -> CallOwner.require(by, call)).chain(() -> calls.begin(id));
    }

    private Uni<Call> add(User creator, Wish wish, Instant scheduledFor, Instant startedAt, Instant now) {
        VideoChat how = new VideoChat(wish.mode(), wish.liveStream(), wish.newcomersMuted(), scheduledFor, startedAt);
        return rooms.requireRoom(creator, wish.roomId())
                .onFailure(CallException.class).transform(closed -> new VideoChatException(Reason.ROOM_REFUSED))
                .chain(() -> calls.add(Call.videoChat(wish.roomId(), wish.title(), creator.person(), how, now)));
    }
}
