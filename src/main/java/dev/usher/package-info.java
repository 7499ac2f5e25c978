/** Usher, the join service for video calls. */
package dev.usher;
