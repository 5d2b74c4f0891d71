package io.x_k8s.jobset.client.v1alpha2.explain;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Why Jobs lack Pods: what the Job controller was told when it tried to create them. */
final class JobReasons {

  private static final String FAILED_CREATE = "FailedCreate";
  private static final Pattern WEBHOOK =
      Pattern.compile("admission webhook \"([^\"]*)\" denied the request:\\s*(.*)", Pattern.DOTALL);
  private static final String QUOTA = "exceeded quota";

  private final Surroundings around;

  JobReasons(Surroundings around) {
    this.around = around;
  }

  List<Reason> all() {
    var refusals = new LinkedHashMap<Refusal, List<String>>();
    var reasons = new ArrayList<Reason>();
    for (var job : around.jobs()) {
      if (!lacksPods(job)) {
        continue;
      }
      var leader = Leader.of(job, around);
      if (leader.isPresent()) {
        reasons.add(leader.get().reason());
        continue;
      }
      around.eventsOf(job).stream()
          .filter(event -> FAILED_CREATE.equals(event.getReason()))
          .findFirst()
          .ifPresent(
              event ->
                  refusals
                      .computeIfAbsent(Refusal.of(event), key -> new ArrayList<>())
                      .add(job.getMetadata().getName()));
    }
    refusals.forEach((refusal, jobs) -> reasons.add(refusal.of(jobs)));
    return reasons;
  }

  /** An event stays for an hour; whether it still matters shows in the number of Pods. */
  private static boolean lacksPods(Job job) {
    var status = Objects.requireNonNullElseGet(job.getStatus(), JobStatus::new);
    var finished = status.getCompletionTime() != null || isFailed(status);
    return !finished
        && !Boolean.TRUE.equals(job.getSpec().getSuspend())
        && number(status.getActive()) < wantedPods(job, number(status.getSucceeded()));
  }

  private static boolean isFailed(JobStatus status) {
    return Objects.requireNonNullElse(
            status.getConditions(),
            List.<io.fabric8.kubernetes.api.model.batch.v1.JobCondition>of())
        .stream()
        .anyMatch(
            condition ->
                "Failed".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  static int wantedPods(Job job, int succeeded) {
    var parallelism = Objects.requireNonNullElse(job.getSpec().getParallelism(), 1);
    var completions = job.getSpec().getCompletions();
    return completions == null ? parallelism : Math.min(parallelism, completions - succeeded);
  }

  private static int number(Integer value) {
    return Objects.requireNonNullElse(value, 0);
  }

  /**
   * What Jobs have in common that are refused for the same reason. Messages name the single Pod,
   * and what is used of a quota changes, so a message tells Jobs apart only where nothing else is
   * known.
   */
  private record Refusal(String kind, String message) {

    static Refusal of(Event event) {
      var message = Objects.requireNonNullElse(event.getMessage(), "");
      if (message.contains(QUOTA)) {
        return new Refusal(QUOTA, message.substring(message.indexOf(QUOTA)));
      }
      var webhook = WEBHOOK.matcher(message);
      return webhook.find()
          ? new Refusal(webhook.group(1), webhook.group(2))
          : new Refusal("", message);
    }

    Reason of(List<String> jobs) {
      if (kind.equals(QUOTA)) {
        return new Reason.QuotaExceeded(jobs, message);
      }
      return kind.isEmpty()
          ? new Reason.PodsNotCreated(jobs, message)
          : new Reason.RefusedByWebhook(jobs, kind, message);
    }
  }
}
