package io.x_k8s.jobset.operator.apply;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.operator.plan.Action.FieldChange;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The requests that carrying out plans is made of. */
final class Writes {
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final ApiRequests api;

  Writes(ApiRequests api) {
    this.api = api;
  }

  CompletableFuture<Job> createJob(String namespace, Job job) {
    return api.post(jobs(namespace), job, Job.class);
  }

  CompletableFuture<Job> readJob(String namespace, String name) {
    return api.get(jobs(namespace) + "/" + name, Job.class);
  }

  CompletableFuture<JobSet> readJobSet(String namespace, String name) {
    return api.get(jobSets(namespace) + "/" + name, JobSet.class);
  }

  /**
   * Deletes a Job in the foreground.
   *
   * @return the Job while it waits for its Pods; empty when it is gone already
   */
  CompletableFuture<Optional<Job>> deleteJob(String namespace, String name, String uid) {
    return api.delete(jobs(namespace) + "/" + name, foreground(uid))
        .thenApply(answer -> Optional.of(api.read(answer, HasMetadata.class)))
        .thenApply(answer -> answer.filter(Job.class::isInstance).map(Job.class::cast));
  }

  /** Changes fields of a Job, if it still is the one with this UID. */
  CompletableFuture<Job> patchJob(
      String namespace, String name, String uid, List<FieldChange> changes) {
    List<Map<String, Object>> operations = new ArrayList<>();
    operations.add(operation("test", "/metadata/uid", uid));
    for (FieldChange change : changes) {
      // "add" sets a member whether or not it exists, which "replace" and "remove" do not.
      operations.add(operation("add", change.path(), change.value()));
    }
    return api.patch(jobs(namespace) + "/" + name, JSON_PATCH, operations, Job.class);
  }

  /** Forgets when a suspended Job was started, so that its Pod template may change. */
  CompletableFuture<Job> clearStartTime(String namespace, String name, String uid) {
    Map<String, Object> startTime = new LinkedHashMap<>();
    startTime.put("startTime", null);
    return api.patch(
        jobs(namespace) + "/" + name + "/status",
        MERGE_PATCH,
        Map.of("metadata", Map.of("uid", uid), "status", startTime),
        Job.class);
  }

  CompletableFuture<Service> createService(String namespace, Service service) {
    return api.post("/api/v1/namespaces/" + namespace + "/services", service, Service.class);
  }

  CompletableFuture<PersistentVolumeClaim> createClaim(
      String namespace, PersistentVolumeClaim claim) {
    return api.post(
        "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims",
        claim,
        PersistentVolumeClaim.class);
  }

  /** Replaces the status of a JobSet, if it still is at this resourceVersion. */
  CompletableFuture<JobSet> writeStatus(JobSet read, JobSetStatus status) {
    String namespace = read.getMetadata().getNamespace();
    String name = read.getMetadata().getName();
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("namespace", namespace);
    metadata.put("name", name);
    metadata.put("uid", read.getMetadata().getUid());
    metadata.put("resourceVersion", read.getMetadata().getResourceVersion());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("apiVersion", read.getApiVersion());
    body.put("kind", read.getKind());
    body.put("metadata", metadata);
    // The server takes nothing but the status from this request, so the spec stays at home.
    body.put("status", status);
    return api.put(jobSets(namespace) + "/" + name + "/status", body, JobSet.class);
  }

  CompletableFuture<String> deleteJobSet(String namespace, String name, String uid) {
    return api.delete(jobSets(namespace) + "/" + name, foreground(uid));
  }

  private static DeleteOptions foreground(String uid) {
    return new DeleteOptionsBuilder()
        .withApiVersion("v1")
        .withKind("DeleteOptions")
        .withPropagationPolicy("Foreground")
        .withNewPreconditions()
        .withUid(uid)
        .endPreconditions()
        .build();
  }

  private static Map<String, Object> operation(String op, String path, Object value) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("op", op);
    operation.put("path", path);
    operation.put("value", value);
    return operation;
  }

  private static String jobs(String namespace) {
    return "/apis/batch/v1/namespaces/" + namespace + "/jobs";
  }

  private static String jobSets(String namespace) {
    return "/apis/jobset.x-k8s.io/v1alpha2/namespaces/" + namespace + "/jobsets";
  }
}
