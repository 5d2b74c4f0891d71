package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Plays what happens to the Jobs of one JobSet: its three Jobs are a-0, b-0 and b-1. */
final class JobSetPlayer {
  static final List<String> JOBS = List.of("a-0", "b-0", "b-1");

  private final PlayedNamespace played;
  private final String jobSet;

  JobSetPlayer(PlayedNamespace played, String jobSet) {
    this.played = played;
    this.jobSet = jobSet;
  }

  /** Waits until all Jobs of an attempt exist, and lets each of them run as soon as it does. */
  Map<String, Job> running(int attempt) {
    Map<String, Job> running = new LinkedHashMap<>();
    eventually(
        () -> {
          for (String name : JOBS) {
            if (!running.containsKey(name) && isOf(name, attempt, 0)) {
              start(name, running);
            }
          }
          assertThat(running).as("Jobs of %s, attempt %d", jobSet, attempt).hasSize(3);
        });
    return running;
  }

  /** Waits until one Job has been made anew for this attempt of its own, and lets it run. */
  Job runningAgain(String name, int jobAttempt) {
    Map<String, Job> running = new LinkedHashMap<>();
    eventually(
        () -> {
          if (isOf(name, 0, jobAttempt)) {
            start(name, running);
          }
          assertThat(running).as("Job %s of %s, %d", name, jobSet, jobAttempt).hasSize(1);
        });
    return running.get(name);
  }

  private void start(String name, Map<String, Job> running) {
    Job job = played.job(fullName(name)).orElseThrow();
    if (reports(job).ready()) {
      running.put(name, job);
    }
  }

  private boolean isOf(String name, int attempt, int jobAttempt) {
    return played
        .job(fullName(name))
        .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
        .filter(job -> !Boolean.TRUE.equals(job.getSpec().getSuspend()))
        .filter(job -> label(job, JobSetLabels.RESTART_ATTEMPT).equals("" + attempt))
        .filter(job -> label(job, JobSetLabels.JOB_RESTART_ATTEMPT).equals("" + jobAttempt))
        .isPresent();
  }

  /** The Job fails, if it still is there. */
  void fail(Job job) {
    fail(job, "BackoffLimitExceeded");
  }

  void fail(Job job, String reason) {
    reports(job).fail(reason);
  }

  void complete(Iterable<Job> jobs) {
    jobs.forEach(this::complete);
  }

  void complete(Job job) {
    assertThat(reports(job).complete()).as("still there: %s", job.getMetadata().getName()).isTrue();
  }

  /** Waits until all Jobs are told to stop, and stops them. */
  void suspended() {
    awaitJobs("suspended", job -> Boolean.TRUE.equals(job.getSpec().getSuspend()));
    JOBS.forEach(name -> reports(played.job(fullName(name)).orElseThrow()).suspended());
  }

  /** Waits until all Jobs are told to run, and have exactly this node selector. */
  void awaitResumedWith(Map<String, String> nodeSelector) {
    awaitJobs(
        "resumed with " + nodeSelector,
        job ->
            Boolean.FALSE.equals(job.getSpec().getSuspend())
                && nodeSelector.equals(job.getSpec().getTemplate().getSpec().getNodeSelector()));
  }

  private void awaitJobs(String what, Predicate<Job> condition) {
    eventually(
        () -> {
          for (String name : JOBS) {
            assertThat(played.job(fullName(name)))
                .as("%s of %s", name, jobSet)
                .hasValueSatisfying(
                    job -> assertThat(condition.test(job)).as("%s %s", name, what).isTrue());
          }
        });
  }

  void awaitStatus(Predicate<JobSet> condition) {
    eventually(
        () ->
            assertThat(played.jobSet(jobSet))
                .hasValueSatisfying(
                    found -> assertThat(condition.test(found)).as("%s", found).isTrue()));
  }

  void change(Consumer<JobSet> change) {
    played.namespace().change(jobSet, change);
  }

  private JobController.Reports reports(Job job) {
    return played.namespace().jobController().ifStillThere(job);
  }

  private String fullName(String job) {
    return jobSet + "-" + job;
  }

  private static String label(Job job, String key) {
    return job.getMetadata().getLabels().getOrDefault(key, "");
  }
}
