/** Where a conference happens: one class for each kind of provider. */
package dev.usher.provider;
