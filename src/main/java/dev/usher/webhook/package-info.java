/** How other servers are told what happens in calls: events are POSTed to them, signed, until they have taken them. */
package dev.usher.webhook;
