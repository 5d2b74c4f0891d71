package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Plays Kubernetes' Job controller and garbage collector, of which a cluster without controllers
 * has none: it reports in Jobs' status what Pods would have done, in the way that the API server
 * insists on, and ends the foreground deletion of Jobs.
 */
final class JobController {
  private static final String FOREGROUND_DELETION = "foregroundDeletion";
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final String namespace;

  JobController(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Their Pods run, but are not ready. */
  void active(String... jobs) {
    report(jobs, 0);
  }

  /** All Pods that run at the same time are ready. */
  void ready(String... jobs) {
    report(jobs, 1);
  }

  private void report(String[] jobs, int readyShare) {
    for (String name : jobs) {
      report(await(name), readyShare);
    }
  }

  private void report(Job job, int readyShare) {
    int parallelism = job.getSpec().getParallelism();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("startTime", startTime(job));
    status.put("active", parallelism);
    status.put("ready", parallelism * readyShare);
    status.put("uncountedTerminatedPods", Map.of());
    status.put("conditions", without(job, "Suspended"));
    write(job, status);
  }

  /** All their Pods have succeeded. */
  void complete(String... jobs) {
    for (String name : jobs) {
      complete(await(name));
    }
  }

  private void complete(Job job) {
    int completions = job.getSpec().getCompletions() == null ? 1 : job.getSpec().getCompletions();
    List<Map<String, Object>> conditions = without(job, "Suspended");
    conditions.add(condition("SuccessCriteriaMet", "CompletionsReached", "all have completed"));
    conditions.add(condition("Complete", "CompletionsReached", "all have completed"));
    Map<String, Object> status = finished(job, conditions);
    status.put("succeeded", completions);
    status.put("completionTime", now());
    if ("Indexed".equals(job.getSpec().getCompletionMode())) {
      status.put("completedIndexes", completions == 1 ? "0" : "0-" + (completions - 1));
    }
    write(job, status);
  }

  /** The Job has failed for the usual reason. */
  void fail(String job) {
    fail(job, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
  }

  void fail(String name, String reason, String message) {
    fail(await(name), reason, message);
  }

  private void fail(Job job, String reason, String message) {
    List<Map<String, Object>> conditions = without(job, "Suspended");
    conditions.add(condition("FailureTarget", reason, message));
    conditions.add(condition("Failed", reason, message));
    Map<String, Object> status = finished(job, conditions);
    status.put("failed", 1);
    write(job, status);
  }

  /** Their Pods are gone, because the Jobs are suspended. */
  void suspended(String... jobs) {
    for (String name : jobs) {
      suspended(await(name));
    }
  }

  private void suspended(Job job) {
    List<Map<String, Object>> conditions = without(job, "Suspended");
    conditions.add(condition("Suspended", "JobSuspended", "Job suspended"));
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("active", 0);
    status.put("ready", 0);
    status.put("conditions", conditions);
    write(job, status);
  }

  /** Reports of a Job that may be gone by now, or have a successor of its name. */
  Reports ifStillThere(Job job) {
    return new Reports(job);
  }

  /** Each tells whether the Job was still there. */
  final class Reports {
    private final Job known;

    private Reports(Job known) {
      this.known = known;
    }

    boolean ready() {
      return report(job -> JobController.this.report(job, 1));
    }

    boolean complete() {
      return report(JobController.this::complete);
    }

    boolean fail(String reason) {
      return report(job -> JobController.this.fail(job, reason, "failed by the test"));
    }

    boolean suspended() {
      return report(JobController.this::suspended);
    }

    /** Ends its foreground deletion. */
    boolean finishDeleting() {
      return report(JobController.this::dropFinalizers);
    }

    private boolean report(Consumer<Job> report) {
      Job now = find(known.getMetadata().getName());
      if (now == null || !now.getMetadata().getUid().equals(known.getMetadata().getUid())) {
        return false;
      }
      try {
        report.accept(now);
        return true;
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
            || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
          return false;
        }
        throw e;
      }
    }
  }

  /** Waits until so many Jobs are being deleted in the foreground, and lets these go. */
  void finishDeleting(int count) {
    List<String> chosen = new ArrayList<>();
    eventually(
        () -> {
          List<String> deleting = deleting();
          assertThat(deleting).as("Jobs in foreground deletion").hasSizeGreaterThanOrEqualTo(count);
          chosen.clear();
          chosen.addAll(deleting.subList(0, count));
        });
    chosen.forEach(this::finishDeleting);
  }

  /** Waits until the Job is being deleted in the foreground, and lets it go. */
  void finishDeleting(String job) {
    eventually(() -> assertThat(deleting()).as("Jobs in foreground deletion").contains(job));
    dropFinalizers(find(job));
  }

  private void dropFinalizers(Job job) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(job.getMetadata().getName())
        .patch(
            MERGE,
            "{\"metadata\":{\"uid\":\"%s\",\"finalizers\":null}}"
                .formatted(job.getMetadata().getUid()));
  }

  static boolean isInForegroundDeletion(Job job) {
    return job.getMetadata().getDeletionTimestamp() != null
        && job.getMetadata().getFinalizers().contains(FOREGROUND_DELETION);
  }

  /** Names of the Jobs that wait in foreground deletion. */
  List<String> deleting() {
    return client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
        .filter(JobController::isInForegroundDeletion)
        .map(job -> job.getMetadata().getName())
        .sorted()
        .toList();
  }

  private Job await(String name) {
    eventually(() -> assertThat(find(name)).as("Job %s", name).isNotNull());
    return find(name);
  }

  private Job find(String name) {
    return client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
  }

  private Map<String, Object> finished(Job job, List<Map<String, Object>> conditions) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("startTime", startTime(job));
    status.put("active", 0);
    status.put("ready", 0);
    status.put("terminating", 0);
    status.put("uncountedTerminatedPods", Map.of());
    status.put("conditions", conditions);
    return status;
  }

  /** The UID keeps a report from reaching a successor of the same name. */
  private void write(Job job, Map<String, Object> status) {
    Map<String, Object> uid = Map.of("uid", job.getMetadata().getUid());
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(job.getMetadata().getName())
        .subresource("status")
        .patch(MERGE, Serialization.asJson(Map.of("metadata", uid, "status", status)));
  }

  private static List<Map<String, Object>> without(Job job, String type) {
    List<Map<String, Object>> kept = new ArrayList<>();
    job.getStatus()
        .getConditions()
        .forEach(
            found -> {
              if (!found.getType().equals(type)) {
                kept.add(condition(found.getType(), found.getReason(), found.getMessage()));
              }
            });
    return kept;
  }

  private static Map<String, Object> condition(String type, String reason, String message) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("type", type);
    condition.put("status", "True");
    condition.put("reason", reason);
    condition.put("message", message);
    condition.put("lastTransitionTime", now());
    condition.put("lastProbeTime", now());
    return condition;
  }

  private static String startTime(Job job) {
    return job.getStatus().getStartTime() == null ? now() : job.getStatus().getStartTime();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
