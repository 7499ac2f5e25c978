package dev.usher.api.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says who may call a resource method. A method without it is open, and credentials sent to it mean nothing. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Authenticated {

    Guests guests() default Guests.NONE;

    /** Whether a ticket in the query takes the place of credentials, see {@link dev.usher.identity.Tickets}. */
    boolean tickets() default false;

    /** Which guests may call. */
    enum Guests {
        NONE,
        /** Those who bring the token that their first join gave them. */
        KNOWN,
        /** Everybody without credentials, where guests are enabled. */
        ALL
    }
}
