/** Janus as media server, by its HTTP API: VideoRoom for video, AudioBridge for voice. */
package dev.usher.media.janus;
