package io.x_k8s.jobset.operator.apply;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.operator.plan.Action;
import io.x_k8s.jobset.operator.plan.Action.FieldChange;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Performs one action. An answer that says that the wanted state is there already is a success: a
 * name that is taken by our own object, something to delete that is gone.
 */
final class ActionRunner {
  private final Writes writes;
  private final WriteObserver observer;

  ActionRunner(Writes writes, WriteObserver observer) {
    this.writes = writes;
    this.observer = observer;
  }

  /** Completes when the action is done, or exceptionally with an {@link ApiException}. */
  CompletableFuture<Void> run(JobSet jobSet, Action action) {
    ObjectMeta owner = jobSet.getMetadata();
    return switch (action) {
      case Action.CreateJob create -> createJob(owner, create);
      case Action.DeleteJob delete -> deleteJob(owner.getNamespace(), delete);
      case Action.PatchJob patch -> patchJob(owner.getNamespace(), patch);
      case Action.CreateService create ->
          writes
              .createService(owner.getNamespace(), create.service())
              .thenAccept(observer::wrote)
              .exceptionallyCompose(
                  // The watch of Services tells in a moment whose it is.
                  onlyIf(ApiException::isAlreadyExists, e -> done()));
      case Action.CreateClaim create ->
          writes
              .createClaim(owner.getNamespace(), create.claim())
              .thenAccept(observer::wrote)
              .exceptionallyCompose(
                  onlyIf(
                      ApiException::isAlreadyExists,
                      e -> {
                        observer.claimExists(
                            owner.getUid(), create.claim().getMetadata().getName());
                        return done();
                      }));
      case Action.DeleteJobSet delete ->
          writes
              .deleteJobSet(owner.getNamespace(), owner.getName(), delete.uid())
              .<Void>thenApply(answer -> null)
              .exceptionallyCompose(onlyIf(ApiException::isNotFound, e -> done()));
    };
  }

  private CompletableFuture<Void> createJob(ObjectMeta owner, Action.CreateJob create) {
    return writes
        .createJob(owner.getNamespace(), create.job().get())
        .thenAccept(observer::wrote)
        .exceptionallyCompose(
            onlyIf(ApiException::isAlreadyExists, e -> adopt(owner, create.name(), e)))
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    naming("job \"" + create.name() + "\" creation failed with error: ", failure)));
  }

  /** The name is taken: fine if by a Job of this very JobSet that the cache does not know yet. */
  private CompletableFuture<Void> adopt(ObjectMeta owner, String name, ApiException refusal) {
    return writes
        .readJob(owner.getNamespace(), name)
        .thenCompose(
            job -> {
              if (!owner.getUid().equals(controllerUid(job))) {
                return CompletableFuture.failedFuture(
                    new ApiException(
                        refusal.code(),
                        refusal.reason(),
                        "%s, and it does not belong to this JobSet: delete or rename it"
                            .formatted(refusal.getMessage())));
              }
              if (hasLabelOf(owner, job)) {
                observer.wrote(job);
                return done();
              }
              return writes
                  .patchJob(
                      owner.getNamespace(),
                      name,
                      job.getMetadata().getUid(),
                      List.of(labelChange(owner, job)))
                  .thenAccept(observer::wrote);
            });
  }

  private CompletableFuture<Void> deleteJob(String namespace, Action.DeleteJob delete) {
    return writes
        .deleteJob(namespace, delete.name(), delete.uid())
        .<Void>thenApply(
            job -> {
              job.ifPresentOrElse(
                  observer::wrote,
                  () -> observer.deletedJob(namespace, delete.name(), delete.uid()));
              return null;
            })
        .exceptionallyCompose(
            onlyIf(ApiException::isConflict, e -> goneIfReplaced(namespace, delete, e)))
        .exceptionallyCompose(
            onlyIf(
                ApiException::isNotFound,
                e -> {
                  observer.deletedJob(namespace, delete.name(), delete.uid());
                  return done();
                }));
  }

  /** A conflict may have passing causes too: only another UID proves that the Job is gone. */
  private CompletableFuture<Void> goneIfReplaced(
      String namespace, Action.DeleteJob delete, ApiException conflict) {
    return writes
        .readJob(namespace, delete.name())
        .thenCompose(
            job -> {
              if (delete.uid().equals(job.getMetadata().getUid())) {
                return CompletableFuture.failedFuture(conflict);
              }
              observer.deletedJob(namespace, delete.name(), delete.uid());
              return done();
            });
  }

  private CompletableFuture<Void> patchJob(String namespace, Action.PatchJob patch) {
    CompletableFuture<?> before =
        patch.clearStartTime()
            ? writes.clearStartTime(namespace, patch.name(), patch.uid())
            : done();
    return before
        .thenCompose(
            cleared -> writes.patchJob(namespace, patch.name(), patch.uid(), patch.changes()))
        .thenAccept(observer::wrote)
        .exceptionallyCompose(
            onlyIf(
                ApiException::isNotFound,
                e -> {
                  observer.deletedJob(namespace, patch.name(), patch.uid());
                  return done();
                }))
        .exceptionallyCompose(
            onlyIf(
                e -> e.isInvalid() && patch.changesTemplate(),
                e -> whetherItMayChange(namespace, patch, e)))
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    naming(
                        "failed to patch job \"%s\" for %s: "
                            .formatted(patch.name(), patch.purpose()),
                        failure)));
  }

  /**
   * The Pod template of a Job that runs may not change, and it may run because of an earlier try
   * whose answer was lost. Only one that is suspended all the same will never change.
   */
  private CompletableFuture<Void> whetherItMayChange(
      String namespace, Action.PatchJob patch, ApiException refusal) {
    return writes
        .readJob(namespace, patch.name())
        .thenCompose(
            job -> {
              observer.wrote(job);
              if (patch.uid().equals(job.getMetadata().getUid())
                  && Boolean.TRUE.equals(job.getSpec().getSuspend())) {
                observer.templateChangeRefused(patch.uid());
              }
              return CompletableFuture.failedFuture(refusal);
            });
  }

  private static String controllerUid(Job job) {
    return job.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse("");
  }

  private static boolean hasLabelOf(ObjectMeta owner, Job job) {
    return job.getMetadata().getLabels() != null
        && owner.getName().equals(job.getMetadata().getLabels().get(JobSetLabels.JOBSET_NAME));
  }

  private static FieldChange labelChange(ObjectMeta owner, Job job) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (job.getMetadata().getLabels() != null) {
      labels.putAll(job.getMetadata().getLabels());
    }
    labels.put(JobSetLabels.JOBSET_NAME, owner.getName());
    return new FieldChange("/metadata/labels", labels);
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private static ApiException naming(String prefix, Throwable failure) {
    ApiException cause = ApiException.of(failure);
    return new ApiException(cause.code(), cause.reason(), prefix + cause.getMessage());
  }

  private static Function<Throwable, CompletableFuture<Void>> onlyIf(
      Predicate<ApiException> condition, Function<ApiException, CompletableFuture<Void>> then) {
    return failure -> {
      ApiException e = ApiException.of(failure);
      return condition.test(e) ? then.apply(e) : CompletableFuture.failedFuture(e);
    };
  }
}
