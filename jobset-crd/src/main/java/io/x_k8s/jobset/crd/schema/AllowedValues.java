package io.x_k8s.jobset.crd.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values that the API server accepts in a text field ({@code enum} of the schema). The field
 * itself is a text and not a Java enum, so that an object stored by a newer version can be read.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AllowedValues {
  /** The values, in the order in which error messages list them. */
  String[] value();
}
