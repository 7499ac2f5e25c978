/** What all REST endpoints share: who calls them, and how their requests are read. */
package dev.usher.api.rest;
