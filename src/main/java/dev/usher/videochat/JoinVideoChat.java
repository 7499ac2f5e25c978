package dev.usher.videochat;

import java.util.Optional;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallRegistry;
import dev.usher.call.Connection;
import dev.usher.call.Devices;
import dev.usher.call.Joining;
import dev.usher.call.Participant;
import dev.usher.call.Person;
import dev.usher.call.Speaking;
import dev.usher.call.VideoChat;
import dev.usher.identity.CallOwner;
import dev.usher.identity.Caller;
import dev.usher.identity.Identities;
import dev.usher.identity.User;
import dev.usher.media.ClientParameters;
import dev.usher.media.ClientParametersReader;
import dev.usher.media.ConnectionId;
import dev.usher.media.ConnectionParameters;
import dev.usher.media.ConnectionParametersWriter;
import dev.usher.media.InvalidParametersException;
import dev.usher.media.MediaException;
import dev.usher.media.MediaServer;
import dev.usher.media.Muted;
import dev.usher.videochat.Invites.Redemption;
import dev.usher.videochat.VideoChatException.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Lets people into video chats, guests by an invite. The rules are those of phone.joinGroupCall, the names MTKruto's
 * joinVideoChat's.
 */
@Singleton
public class JoinVideoChat {

    @Inject
    VideoChatAccess access;

    @Inject
    CallRegistry calls;

    @Inject
    Identities identities;

    @Inject
    Invites invites;

    @Inject
    MediaServer media;

    @Inject
    Connections connections;

    @Inject
    ClientParametersReader parameters;

    @Inject
    VideoChatMetrics metrics;

    /**
     * How somebody wants to join.
     *
     * @param params     the client's connection parameters, see {@link ClientParameters}, as JSON
     * @param name       what a guest wants to be called; null for nothing
     * @param joinAs     the id of a chat, for users only; null, "me", or the own id or username for oneself
     * @param inviteHash the secret of an invite; null for none
     * @param audio      whether the microphone is on
     * @param video      whether the camera is on
     * @param encrypted  whether the client demands encryption from end to end
     */
    public record Wish(String id, String params, String name, String joinAs, String inviteHash, boolean audio,
            boolean video, boolean encrypted) {
    }

    /** Someone who may join, and as what. */
    private record Admission(Person person, Call call, Person seenAs, ClientParameters client, Speaking speaking) {
    }

    /**
     * Joins a video chat, or joins it again with another connection, which takes the place of the former. Nobody is in
     * a call whom the media server did not take in, and the other way round. What has begun goes on to its end, also
     * if nobody waits for it any more.
     *
     * @return the server's connection parameters, see {@link ConnectionParameters}, as JSON. Fails with
     *         {@link CallException} or {@link VideoChatException}, in the order of the checks
     */
    public Uni<String> join(Caller caller, Wish wish) {
        long start = System.nanoTime();
        Person person = caller.person(wish.name);
        return open(caller, wish.id, wish.inviteHash)
                .flatMap(call -> identity(caller, person, wish.joinAs).flatMap(seenAs -> {
                    ClientParameters client = client(wish);
                    return requireFree(call, person, client)
                            .chain(() -> speaking(caller, call, wish.inviteHash))
                            .flatMap(speaking -> connect(new Admission(person, call, seenAs, client, speaking), wish));
                }))
                .memoize().indefinitely()
                .onItemOrFailure().invoke((joined, failure) -> metrics.joined(start, failure));
    }

    /** Watches a live stream: the user is in the call without sending anything. */
    public Uni<Void> watch(User user, String id) {
        return open(user, id, null).flatMap(call -> {
            if (!call.videoChat().liveStream()) {
                throw new VideoChatException(Reason.NOT_A_LIVE_STREAM);
            }
            Speaking speaking = CallOwner.is(user, call) ? Speaking.ALWAYS : Speaking.ON_REQUEST;
            return calls.join(id, new Joining(user.person(), user.person(), Devices.of(false, false), speaking, null));
        }).replaceWithVoid();
    }

    private Uni<Call> open(Caller caller, String id, String invite) {
        return access.find(caller, id, invite).invoke(call -> {
            if (call.isOver()) {
                throw new CallException(CallException.Reason.CALL_OVER);
            }
            if (call.videoChat().startedAt() == null) {
                throw new CallException(CallException.Reason.CALL_SCHEDULED);
            }
        });
    }

    private Uni<Person> identity(Caller caller, Person person, String joinAs) {
        if (joinAs == null || joinAs.isEmpty() || joinAs.equals("me") || joinAs.equals(person.id())
                || person instanceof Person.Member member && joinAs.equals(member.username())) {
            return Uni.createFrom().item(person);
        }
        if (!(caller instanceof User user)) {
            throw new VideoChatException(Reason.IDENTITY_REFUSED);
        }
        return identities.chatsOf(user).map(chats -> chats.stream()
                .filter(chat -> chat.id().equals(joinAs)).findFirst()
                .orElseThrow(() -> new VideoChatException(Reason.IDENTITY_REFUSED)));
    }

    private ClientParameters client(Wish wish) {
        ClientParameters client;
        try {
            client = parameters.read(wish.params);
        } catch (InvalidParametersException invalid) {
            throw new VideoChatException(Reason.PARAMETERS_INVALID, invalid.getMessage(), invalid);
        }
        if (client.audioSource() == 0) {
            throw new VideoChatException(Reason.SOURCE_MISSING);
        }
        if (wish.encrypted) {
            throw new VideoChatException(Reason.ENCRYPTION_UNSUPPORTED);
        }
        return client;
    }

    /** Asked before the media server is, so that a clash costs nothing; the registry asks again when it counts. */
    private Uni<Void> requireFree(Call call, Person person, ClientParameters client) {
        return calls.owners(call.id(), client.asConnection("", sendsVideo(call, client)).sources())
                .invoke(owners -> {
                    if (owners.values().stream().anyMatch(owner -> !owner.equals(person.id()))) {
                        throw new CallException(CallException.Reason.SOURCE_TAKEN);
                    }
                }).replaceWithVoid();
    }

    private Uni<Speaking> speaking(Caller caller, Call call, String invite) {
        String personId = caller.person().id();
        Uni<Redemption> looked = invite == null
                ? Uni.createFrom().nullItem()
                : invites.look(call.id(), invite, personId).invoke(JoinVideoChat::requireValid);
        return looked.flatMap(redemption -> calls.participant(call.id(), personId).flatMap(known -> {
            Optional<Speaking> before = known.filter(Participant::hasJoined).map(Participant::speaking);
            return onlyAsBefore(caller, call, redemption, before).map(onlyAsBefore -> {
                Speaking right = right(caller, call, redemption, before, onlyAsBefore);
                return before.map(decided -> decided.joiningAgain(right)).orElse(right);
            });
        }));
    }

    /** Whether nothing but an earlier invite admits the caller, who then may do no more than it said. */
    private Uni<Boolean> onlyAsBefore(Caller caller, Call call, Redemption redemption, Optional<Speaking> before) {
        return redemption != null || before.isEmpty()
                ? Uni.createFrom().item(false)
                : access.isOpenTo(caller, call).map(open -> !open);
    }

    /** Uses the invite when nothing but the registry can refuse any more: a guest may be another at the next try. */
    private Uni<Void> redeem(Admission who, String invite) {
        return invite == null ? Uni.createFrom().voidItem()
                : invites.redeem(who.call.id(), invite, who.person.id())
                        .invoke(JoinVideoChat::requireValid).replaceWithVoid();
    }

    private static void requireValid(Redemption redemption) {
        if (redemption == Redemption.INVALID) {
            throw new VideoChatException(Reason.INVITE_INVALID);
        }
        if (redemption == Redemption.EXPIRED) {
            throw new VideoChatException(Reason.INVITE_EXPIRED);
        }
    }

    private static Speaking right(Caller caller, Call call, Redemption redemption, Optional<Speaking> before,
            boolean onlyAsBefore) {
        if (CallOwner.is(caller, call)) {
            return Speaking.ALWAYS;
        }
        if (redemption == Redemption.SPEAKER) {
            return Speaking.ALLOWED;
        }
        if (call.videoChat().liveStream() && before.filter(Speaking.ALLOWED::equals).isEmpty()) {
            throw new VideoChatException(redemption == null ? Reason.VIEWERS_ONLY : Reason.LISTENERS_ONLY);
        }
        return onlyAsBefore || redemption == Redemption.LISTENER || call.videoChat().newcomersMuted()
                ? Speaking.ON_REQUEST : Speaking.ALLOWED;
    }

    private Uni<String> connect(Admission who, Wish wish) {
        String callId = who.call.id();
        boolean sendsVideo = sendsVideo(who.call, who.client);
        Devices devices = Devices.of(wish.audio && who.speaking.isPossible(), wish.video && sendsVideo);
        Muted muted = Muted.of(devices);
        Connection connection = who.client.asConnection(ConnectionId.next(), sendsVideo);
        MediaServer.Wish connecting = new MediaServer.Wish(connection.id(), callId,
                who.call.videoChat().mode(), who.client, muted);
        return connections.open(connection.id(), callId, who.person.id(), sendsVideo, muted)
                .chain(() -> media.connect(connecting))
                .onFailure(MediaException.class).transform(JoinVideoChat::failed)
                .call(() -> redeem(who, wish.inviteHash))
                .call(() -> calls.join(callId,
                        new Joining(who.person, who.seenAs, devices, who.speaking, connection)))
                .call(() -> admit(who, connection))
                .map(server -> ConnectionParametersWriter.write(server, connection.id()))
                .onFailure().invoke(failure -> withdraw(callId, connection, failure));
    }

    /** A call that has ended meanwhile leaves nothing behind at the media server. */
    private void withdraw(String callId, Connection connection, Throwable failure) {
        if (!(failure instanceof CallException || failure instanceof VideoChatException)) {
            connections.abandon(connection.id());
            return;
        }
        connections.close(connection.id());
        if (failure instanceof CallException refusal && refusal.reason() == CallException.Reason.CALL_OVER) {
            connections.endCall(callId);
        }
    }

    /** What the media server took in may have ended before it was in the call. */
    private Uni<Void> admit(Admission who, Connection connection) {
        return connections.admit(connection.id())
                ? Uni.createFrom().voidItem()
                : calls.disconnect(who.call.id(), who.person.id(), connection.id()).onItem().failWith(() ->
                        failed(new MediaException("The connection has ended already")));
    }

    private static boolean sendsVideo(Call call, ClientParameters client) {
        return call.videoChat().mode() == VideoChat.Mode.VIDEO && client.hasVideo();
    }

    private static VideoChatException failed(Throwable cause) {
        return new VideoChatException(Reason.MEDIA_JOIN_FAILED, cause.getMessage(), cause);
    }
}
