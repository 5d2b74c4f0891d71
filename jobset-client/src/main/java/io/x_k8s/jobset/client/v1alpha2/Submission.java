package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.x_k8s.jobset.admission.FieldError;
import io.x_k8s.jobset.client.internal.Attempt;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings a JobSet into the cluster, after it was looked at here. */
final class Submission {

  private final JobSetResource resource;
  private final Client client;
  private final JobSet jobSet;
  private final ObjectMeta metadata;

  Submission(JobSetResource resource, Client client) {
    this.resource = resource;
    this.client = client;
    this.jobSet = resource.getItem();
    if (jobSet == null) {
      throw new IllegalStateException(
          "There is no JobSet to submit: call jobSets().resource(jobSet), not withName(name), before submit() or apply().");
    }
    this.metadata = new JobSetView(jobSet).metadata();
  }

  JobSetResource create() {
    check(
        metadata.getName() == null && metadata.getGenerateName() == null
            ? Optional.of("name or generateName must be given")
            : Optional.empty());
    return handle(
        Attempt.onJobSets("create", metadata.getNamespace()).run(() -> resource.create()));
  }

  JobSetResource apply(String fieldManager) {
    check(
        metadata.getName() == null
            ? Optional.of("name must be given, because what is applied has to be found again")
            : Optional.empty());
    var context =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(Objects.requireNonNull(fieldManager, "fieldManager"))
            .build();
    return handle(
        Attempt.onJobSets("patch", metadata.getNamespace())
            .run(() -> resource.patch(context, intent())));
  }

  /**
   * The JobSet without what the API server keeps for itself, which it would refuse, or which would
   * make a difference the next time. A UID stays: it says that no other object is meant.
   */
  private JobSet intent() {
    return jobSet
        .edit()
        .withStatus(null)
        .editMetadata()
        .withManagedFields()
        .withResourceVersion(null)
        .withGeneration(null)
        .withCreationTimestamp(null)
        .withSelfLink(null)
        .endMetadata()
        .build();
  }

  private void check(Optional<String> unnamed) {
    var errors =
        Stream.concat(
                unnamed.stream()
                    .map(
                        detail ->
                            new FieldError(
                                "metadata.name", FieldError.Kind.REQUIRED, null, detail)),
                JobSets.validate(jobSet).errors().stream())
            .toList();
    if (!errors.isEmpty()) {
      throw new InvalidJobSetException(new JobSetView(jobSet).label(), errors);
    }
  }

  private JobSetResource handle(JobSet stored) {
    return client
        .adapt(V1alpha2APIGroupClient.class)
        .jobSets()
        .inNamespace(stored.getMetadata().getNamespace())
        .resource(stored);
  }
}
