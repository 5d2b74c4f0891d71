package io.x_k8s.jobset.operator.runtime;

/**
 * Namespace and name of an object.
 *
 * @param namespace its namespace
 * @param name its name
 */
public record ObjectKey(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
