/** Answers to requests that cannot be served, in the shape that REST clients of Rocket.Chat expect. */
package dev.usher.api.error;
