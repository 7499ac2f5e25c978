package dev.usher.videochat;

import java.time.Instant;
import java.util.Objects;

/**
 * What an invite to a call gives to who has it.
 *
 * @param hash      base64 of the SHA-256 of the secret that stands for it
 * @param expiresAt null for as long as the call lasts
 * @param maxUses   how many people it admits, guests too, each as often as they like; null for all
 */
public record Invite(String callId, String hash, Role role, Instant expiresAt, Integer maxUses) {

    /** What the invited may do. */
    public enum Role {
        /** Speak without asking. */
        SPEAKER,
        /** Listen, and speak when allowed to. */
        LISTENER
    }

    public Invite {
        Objects.requireNonNull(callId);
        Objects.requireNonNull(hash);
        Objects.requireNonNull(role);
    }
}
