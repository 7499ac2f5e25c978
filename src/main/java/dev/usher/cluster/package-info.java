/** What several pods share on Redis: calls, limits, logins, invites, and who holds which connection. */
package dev.usher.cluster;
