package dev.usher.call;

import java.util.List;

/**
 * A page of a longer list of calls.
 *
 * @param calls  newest first, each with its participants
 * @param offset how many newer calls precede the page
 * @param total  how many calls the whole list has
 */
public record CallPage(List<Entry> calls, int offset, int total) {

    /** A call and everybody who was added to it or has joined it. */
    public record Entry(Call call, List<Participant> participants) {
    }
}
