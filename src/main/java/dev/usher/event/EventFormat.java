package dev.usher.event;

/** How events are written to others. */
public interface EventFormat {

    /** The event as a JSON object in UTF-8. */
    byte[] json(CallEvent event);

    /** What kind of event it is, such as {@code participant-joined}. */
    String type(CallEvent event);
}
