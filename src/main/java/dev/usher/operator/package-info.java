/** What operators see of the whole. */
package dev.usher.operator;
