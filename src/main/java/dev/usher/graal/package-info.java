/** What is different in the native executable: only how it starts. */
package dev.usher.graal;
