/** The HTTP protocol of MTKruto's server: a method with positional arguments in JSON, and its result in JSON. */
package dev.usher.api.mtkruto;
