package io.x_k8s.jobset.operator.admission;

import java.util.Optional;

/**
 * What the API server wants to know about one request to it: {@code AdmissionReview.request}.
 *
 * @param uid identifies the review, not the object
 * @param operation what is to be done with the object
 * @param namespace namespace of the object; empty for an object without one. A new object may lack
 *     it in its own metadata
 * @param name name of the object; empty if the API server is still to generate it
 * @param dryRun whether nothing will be stored
 * @param username who makes the request
 * @param object the object as it is to be; empty for a deletion
 * @param oldObject the object as it is stored; empty for a creation
 */
public record AdmissionRequest(
    String uid,
    Operation operation,
    String namespace,
    String name,
    boolean dryRun,
    String username,
    Optional<AdmissionObject> object,
    Optional<AdmissionObject> oldObject) {

  /** What a request does with its object. */
  public enum Operation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
  }

  /**
   * The object as it is to be.
   *
   * @throws UndecodableObjectException if the request has none
   */
  public AdmissionObject newObject() {
    return object.orElseThrow(() -> new UndecodableObjectException("the request has no object"));
  }

  /**
   * The object as it is stored.
   *
   * @throws UndecodableObjectException if the request has none
   */
  public AdmissionObject storedObject() {
    return oldObject.orElseThrow(
        () -> new UndecodableObjectException("the request has no oldObject"));
  }
}
