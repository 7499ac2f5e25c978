/** Who is calling: users and guests, their tokens, and how they log in. */
package dev.usher.identity;
