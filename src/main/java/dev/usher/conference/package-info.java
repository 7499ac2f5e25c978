/** The use cases of conferences at a provider: start, join, leave, end and what belongs to them. */
package dev.usher.conference;
