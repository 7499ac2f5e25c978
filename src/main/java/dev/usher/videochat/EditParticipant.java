package dev.usher.videochat;

import java.util.Optional;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallRegistry;
import dev.usher.call.Devices;
import dev.usher.call.Participant;
import dev.usher.call.ParticipantChange;
import dev.usher.call.Speaking;
import dev.usher.identity.CallOwner;
import dev.usher.identity.Caller;
import dev.usher.identity.NotAllowedException;
import dev.usher.videochat.VideoChatException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Mutes and unmutes, stops and starts cameras, raises and lowers hands. Everybody may change themselves; who manages
 * the call may also silence others or let them speak, stop their cameras and lower their hands, but turn nobody's
 * microphone or camera on. The rules are those of phone.editGroupCallParticipant.
 */
@Singleton
public class EditParticipant {

    @Inject
    VideoChatAccess access;

    @Inject
    CallRegistry calls;

    @Inject
    Connections connections;

    /** What is to change; null for what is not. */
    public record Edit(Boolean muted, Boolean videoStopped, Boolean handRaised) {
    }

    /**
     * Changes a participant, and returns when the media server has done so too.
     *
     * @param seenAs the participant as the others see them; null for the caller
     * @return the participant as they are now. Fails with {@link CallException}, {@link NotAllowedException} or
     *         {@link VideoChatException} HAND_REFUSED, VIDEO_REFUSED or MEDIA_FAILED
     */
    public Uni<Participant> edit(Caller by, String id, String seenAs, Edit edit) {
        return access.find(by, id).flatMap(call -> target(by, id, seenAs)
                .map(found -> found.filter(Participant::isPresent).orElseThrow(
                        () -> new CallException(CallException.Reason.NOT_A_PARTICIPANT)))
                .flatMap(target -> calls.change(id, target.person().id(), change(by, call, target, edit))))
                .call(changed -> connections.settled(changed.connection()));
    }

    private Uni<Optional<Participant>> target(Caller by, String id, String seenAs) {
        return seenAs == null ? calls.participant(id, by.person().id()) : calls.participantSeenAs(id, seenAs);
    }

    private static ParticipantChange change(Caller by, Call call, Participant target, Edit edit) {
        if (target.person().id().equals(by.person().id())) {
            return own(target, edit);
        }
        if (!CallOwner.is(by, call)) {
            throw new NotAllowedException();
        }
        return anothers(target, edit);
    }

    private static ParticipantChange own(Participant self, Edit edit) {
        if (Boolean.FALSE.equals(edit.videoStopped) && !hasVideo(self)) {
            throw new VideoChatException(Reason.VIDEO_REFUSED);
        }
        if (Boolean.FALSE.equals(edit.muted) && self.connection() == null) {
            throw new NotAllowedException();
        }
        return new ParticipantChange(Devices.of(not(edit.muted), not(edit.videoStopped)), null, edit.handRaised);
    }

    private static ParticipantChange anothers(Participant other, Edit edit) {
        if (Boolean.FALSE.equals(edit.videoStopped)) {
            throw new VideoChatException(Reason.VIDEO_REFUSED);
        }
        if (Boolean.TRUE.equals(edit.handRaised)) {
            throw new VideoChatException(Reason.HAND_REFUSED);
        }
        Speaking decision = edit.muted == null ? null
                : edit.muted ? Speaking.REVOKED
                        : other.speaking().isPossible() ? null : Speaking.ALLOWED;
        Boolean mic = Boolean.TRUE.equals(edit.muted) ? Boolean.FALSE : null;
        return new ParticipantChange(Devices.of(mic, not(edit.videoStopped)), decision, edit.handRaised);
    }

    private static boolean hasVideo(Participant participant) {
        return participant.connection() != null && !participant.connection().videoSources().isEmpty();
    }

    private static Boolean not(Boolean flag) {
        return flag == null ? null : Boolean.valueOf(!flag);
    }
}
