package dev.usher.cluster;

import java.util.ArrayList;
import java.util.List;

import dev.usher.call.Call;
import dev.usher.call.CallException;
import dev.usher.call.CallException.Reason;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;

/** Runs call.lua, and tells the index what was seen of a call by that. */
final class CallScript {

    private static final String OK = "OK";

    private final RedisStore store;
    private final CallIndex index;
    private final Script script = Script.named("call");

    /** The call as it is afterwards, and what the operation gives. */
    record Reply(Call call, Response result) {
    }

    CallScript(RedisStore store, CallIndex index) {
        this.store = store;
        this.index = index;
    }

    /** The call after an operation. Fails with {@link CallException}. */
    Uni<Call> change(String callId, String operation, String... arguments) {
        return run(callId, operation, arguments).map(Reply::call);
    }

    /** What an operation gives. Fails with {@link CallException}. */
    Uni<Reply> run(String callId, String operation, String... arguments) {
        return ask(callId, operation, arguments).flatMap(answer -> {
            String reason = answer.get(0).toString();
            Call call = call(answer);
            return noted(call, answer.get(2)).map(told -> {
                if (!OK.equals(reason)) {
                    throw new CallException(Reason.valueOf(reason));
                }
                return new Reply(call, answer.get(3));
            });
        });
    }

    /** A call that is over makes room at once, others are noted some time. */
    private Uni<Void> noted(Call call, Response due) {
        if (call == null || due == null) {
            return Uni.createFrom().voidItem();
        }
        index.saw(call, due.toLong());
        return call.isOver() ? index.flush().onFailure().recoverWithNull() : Uni.createFrom().voidItem();
    }

    /** What the script answers, see there. */
    Uni<Response> ask(String callId, String operation, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = Keys.EVENTS;
        all[1] = operation;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return store.run(script, Keys.ofCall(callId), all);
    }

    /** The call in an answer; null if there is none. */
    static Call call(Response answer) {
        if (answer.get(1) == null) {
            return null;
        }
        List<String> fields = new ArrayList<>(answer.get(1).size());
        for (Response field : answer.get(1)) {
            fields.add(field == null ? null : field.toString());
        }
        return CallCodec.call(fields);
    }
}
