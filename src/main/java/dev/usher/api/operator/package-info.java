/** What Usher's own page for operators asks. */
package dev.usher.api.operator;
