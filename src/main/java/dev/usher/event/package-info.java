/** What happens in calls, for those who look on. */
package dev.usher.event;
