/**
 * What several pods share on Redis: calls, limits, logins, invites, who holds which connection, and who
 * sends to webhooks.
 */
package dev.usher.cluster;
