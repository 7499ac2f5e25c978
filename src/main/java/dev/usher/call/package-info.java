/** What a call is: the call, its participants and their devices, and the registry that remembers them. */
package dev.usher.call;
