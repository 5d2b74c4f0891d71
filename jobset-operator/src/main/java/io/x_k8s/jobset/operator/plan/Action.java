package io.x_k8s.jobset.operator.plan;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.function.Supplier;

/** One write to the API server that a plan asks for. */
public sealed interface Action {

  /**
   * Create a child Job.
   *
   * @param name its name
   * @param job builds it at the moment it is sent, so that a plan of thousands stays small
   */
  record CreateJob(String name, Supplier<Job> job) implements Action {}

  /**
   * Delete a child Job in the foreground: its name becomes free only after its Pods are gone.
   *
   * @param name its name
   * @param uid UID it must have, so that a successor of the same name is safe
   */
  record DeleteJob(String name, String uid) implements Action {}

  /**
   * Change fields of a child Job.
   *
   * @param name its name
   * @param uid UID it must have
   * @param clearStartTime whether {@code status.startTime} is removed first; without that API
   *     servers up to 1.35 take the Pod template of a Job that has once run for immutable
   * @param changes values to set, in order
   * @param purpose what for, as a message says it: scaling, suspension, resumption
   */
  record PatchJob(
      String name, String uid, boolean clearStartTime, List<FieldChange> changes, String purpose)
      implements Action {

    /** Whether the Pod template changes, which the API server allows only at times. */
    public boolean changesTemplate() {
      return changes.stream().anyMatch(change -> change.path().startsWith("/spec/template/"));
    }
  }

  /**
   * Create the headless Service.
   *
   * @param service the Service
   */
  record CreateService(Service service) implements Action {}

  /**
   * Create a volume claim.
   *
   * @param claim the claim
   */
  record CreateClaim(PersistentVolumeClaim claim) implements Action {}

  /**
   * Delete the JobSet itself, in the foreground.
   *
   * @param uid UID it must have
   */
  record DeleteJobSet(String uid) implements Action {}

  /**
   * One value of an object.
   *
   * @param path JSON pointer, for example {@code /spec/suspend}
   * @param value value to set; null removes the field
   */
  record FieldChange(String path, Object value) {}
}
