/** How those who look on are told what happens in calls. */
package dev.usher.api.events;
