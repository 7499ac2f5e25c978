/** How WebRTC media flows: the media server, what it and clients tell each other, and SDP. */
package dev.usher.media;
