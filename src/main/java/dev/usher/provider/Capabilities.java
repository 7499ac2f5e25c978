package dev.usher.provider;

/**
 * What a provider can do with a call, for clients to offer it: start with the microphone or camera on or off, show a
 * title, keep a chat. A client may send device states to a provider that cannot use them.
 */
public record Capabilities(boolean mic, boolean cam, boolean title, boolean persistentChat) {
}
