package dev.usher.api.rocketchat;

import dev.usher.api.rest.JsonSchema;
import dev.usher.api.rest.Numbers;
import dev.usher.api.rest.RequestType;

/**
 * Names a room and a page of its calls.
 *
 * @param count at most {@value #MAX_COUNT}, which 0 stands for too
 */
record ListQuery(String roomId, int offset, int count) {

    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 100;

    static final RequestType<ListQuery> TYPE = new RequestType<>(
            JsonSchema.object()
                    .required("roomId", JsonSchema.string())
                    .optional("offset", JsonSchema.numberText())
                    .optional("count", JsonSchema.numberText()),
            json -> new ListQuery(json.get("roomId").textValue(), Numbers.atLeastZero(json, "offset", 0),
                    page(Numbers.atLeastZero(json, "count", DEFAULT_COUNT))));

    private static int page(int count) {
        return count == 0 ? MAX_COUNT : Math.min(count, MAX_COUNT);
    }
}
