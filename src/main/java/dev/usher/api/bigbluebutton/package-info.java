/** What BigBlueButton servers call. */
package dev.usher.api.bigbluebutton;
