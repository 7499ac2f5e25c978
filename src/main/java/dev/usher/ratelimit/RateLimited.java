package dev.usher.ratelimit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how often one caller may use a resource method: in no window of that length are more requests accepted. The
 * configuration may override it under {@code usher.rate-limit.endpoints."<name>"}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RateLimited {

    /** The endpoint's name, which its requests are counted under. Methods of the same name share one count. */
    String value();

    /** How many requests are accepted in a window. */
    int requests();

    /** The length of the window in milliseconds. */
    long millis();
}
