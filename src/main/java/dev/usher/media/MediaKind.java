package dev.usher.media;

/** A kind of media. */
public enum MediaKind {
    AUDIO, VIDEO
}
