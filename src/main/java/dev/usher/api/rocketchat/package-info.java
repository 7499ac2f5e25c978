/** Rocket.Chat's REST dialect: {@code video-conference.*} and what clients need around it. */
package dev.usher.api.rocketchat;
