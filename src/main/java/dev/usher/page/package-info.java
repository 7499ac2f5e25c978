/** The pages for people: the lobby of a call, and the operator's. They use the API as every client does. */
package dev.usher.page;
