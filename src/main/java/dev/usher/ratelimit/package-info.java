/** Holds every caller to a number of requests in any window of time. */
package dev.usher.ratelimit;
