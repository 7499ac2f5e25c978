/** The REST endpoints of video chats, in the style of those of conferences. */
package dev.usher.api.videochat;
