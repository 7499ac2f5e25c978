package dev.usher.api.mtkruto;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks resource methods whose caller the path's {@code clientId} tells; only users may. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface UserClient {
}
