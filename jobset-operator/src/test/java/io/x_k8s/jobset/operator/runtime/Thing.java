package io.x_k8s.jobset.operator.runtime;

import io.x_k8s.jobset.operator.runtime.ObjectCache.Identity;
import java.util.List;

/** A record for tests, written {@code name:uid:version} or {@code name:uid:version:owner+owner}. */
record Thing(String name, String uid, String version, String owner) {
  static final String NAMESPACE = "ns";
  static final Identity<Thing> IDENTITY =
      new Identity<>(thing -> NAMESPACE, Thing::name, Thing::uid, Thing::version);

  static Thing of(String text) {
    String[] parts = text.split(":");
    return new Thing(
        parts[0], parts[1], parts.length > 2 ? parts[2] : null, parts.length > 3 ? parts[3] : null);
  }

  /** The values that it is to be found by. */
  List<String> owners() {
    return owner == null ? List.of() : List.of(owner.split("\\+"));
  }

  @Override
  public String toString() {
    return name + ":" + uid + ":" + version + (owner == null ? "" : ":" + owner);
  }
}
