/** The use cases of video chats, calls with media of our own: start, schedule, join, leave and what belongs to them. */
package dev.usher.videochat;
