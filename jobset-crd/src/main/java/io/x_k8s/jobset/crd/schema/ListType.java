package io.x_k8s.jobset.crd.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the API server merges a list field under server-side apply, and which duplicates it refuses
 * ({@code x-kubernetes-list-type}). A list field without this annotation has no list type, and is
 * replaced as a whole.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ListType {
  /** How entries are told apart. */
  Kind value();

  /** For {@link Kind#MAP}: the fields that together identify an entry; otherwise empty. */
  String[] keys() default {};

  /** The kinds of lists. */
  enum Kind {
    /** One value, owned and replaced as a whole. */
    ATOMIC,
    /** Entries with an identity of their own. */
    MAP
  }
}
