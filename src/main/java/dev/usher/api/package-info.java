/** The wire dialects: they translate between requests and use cases, and decide nothing else. */
package dev.usher.api;
