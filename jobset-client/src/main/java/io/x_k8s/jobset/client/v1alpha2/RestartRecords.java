package io.x_k8s.jobset.client.v1alpha2;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.client.internal.EventTimes;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.FailurePolicyAction;
import io.x_k8s.jobset.v1alpha2.JobSetConditionReasons;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts together what is known of a JobSet's restarts. Each is told by an event whose reason names
 * the action; one of all Jobs by a second event, whose reason names the rule, and by a condition
 * while it lasts.
 */
record RestartRecords(JobSetView jobSet, List<Event> events, List<Job> jobs) {

  private static final String ACTION_SUFFIX = "FailurePolicyAction";
  private static final Set<String> ACTIONS =
      Set.of(
          FailurePolicyAction.RESTART_JOB_SET,
          FailurePolicyAction.RESTART_JOB_SET_AND_IGNORE_MAX_RESTARTS,
          FailurePolicyAction.RESTART_JOB,
          FailurePolicyAction.RESTART_JOB_AND_IGNORE_MAX_RESTARTS);
  private static final Pattern ACTION_IN_MESSAGE =
      Pattern.compile("applying (\\S+) failure policy");

  RestartHistory history() {
    var status = jobSet.status();
    return new RestartHistory(
        status.getRestarts(),
        status.getRestartsCountTowardsMax(),
        jobRestarts(),
        attemptStarted(),
        known());
  }

  private List<Restart> known() {
    var told = events.stream().flatMap(event -> told(event).stream()).toList();
    return Stream.concat(told.stream(), underWay(told).stream())
        .sorted(Comparator.comparing(Restart::last))
        .toList();
  }

  private Optional<Restart> told(Event event) {
    var message = Objects.requireNonNullElse(event.getMessage(), "");
    return action(event.getReason())
        .map(
            action ->
                new Restart(
                    EventTimes.first(event),
                    EventTimes.last(event),
                    EventTimes.count(event),
                    action,
                    ruleToldBeside(event, message),
                    FirstFailedJob.namedIn(message),
                    message));
  }

  /** The restart that goes on now, where its event is gone or may not be read. */
  private Optional<Restart> underWay(List<Restart> told) {
    return jobSet
        .condition(JobSetConditions.RESTARTING_JOB_SET)
        .filter(condition -> jobSet.isTrue(JobSetConditions.RESTARTING_JOB_SET))
        .filter(
            condition ->
                told.stream().noneMatch(event -> event.message().equals(condition.getMessage())))
        .map(RestartRecords::fromCondition);
  }

  private static Restart fromCondition(Condition condition) {
    var since = Instant.parse(condition.getLastTransitionTime());
    var message = Objects.requireNonNullElse(condition.getMessage(), "");
    var action = ACTION_IN_MESSAGE.matcher(message);
    return new Restart(
        since,
        since,
        1,
        action.find() ? action.group(1) : FailurePolicyAction.RESTART_JOB_SET,
        rule(condition.getReason()),
        FirstFailedJob.namedIn(message),
        message);
  }

  private static Optional<String> action(String reason) {
    return Optional.ofNullable(reason)
        .filter(text -> text.endsWith(ACTION_SUFFIX))
        .map(text -> text.substring(0, text.length() - ACTION_SUFFIX.length()))
        .filter(ACTIONS::contains);
  }

  /** Both events of a restart have the same message, and are recorded together. */
  private Optional<String> ruleToldBeside(Event event, String message) {
    return events.stream()
        .filter(other -> message.equals(other.getMessage()))
        .filter(other -> tellsOfRules(other.getReason()))
        .min(
            Comparator.comparing(
                other -> Duration.between(EventTimes.first(event), EventTimes.first(other)).abs()))
        .flatMap(other -> rule(other.getReason()));
  }

  private static boolean tellsOfRules(String reason) {
    return rule(reason).isPresent() || JobSetConditionReasons.DEFAULT_FAILURE_POLICY.equals(reason);
  }

  private static Optional<String> rule(String reason) {
    return Optional.ofNullable(reason)
        .filter(text -> text.startsWith(JobSetConditionReasons.FAILURE_POLICY_PREFIX))
        .map(text -> text.substring(JobSetConditionReasons.FAILURE_POLICY_PREFIX.length()));
  }

  private Map<String, Integer> jobRestarts() {
    var result = new LinkedHashMap<String, Integer>();
    for (var replicatedJob : jobSet.replicatedJobs()) {
      var name = replicatedJob.getName();
      var counts =
          Objects.requireNonNullElse(jobSet.counts(name).getJobRestarts(), List.<Integer>of());
      for (int i = 0; i < counts.size(); i++) {
        if (counts.get(i) > 0) {
          result.put(JobSetNames.job(jobSet.metadata().getName(), name, i), counts.get(i));
        }
      }
    }
    return result;
  }

  private Optional<Instant> attemptStarted() {
    var attempt = String.valueOf(jobSet.status().getRestarts());
    return jobs.stream()
        .filter(job -> isOf(job, jobSet.metadata().getUid()))
        .filter(
            job ->
                job.getMetadata().getLabels() != null
                    && attempt.equals(
                        job.getMetadata().getLabels().get(JobSetLabels.RESTART_ATTEMPT)))
        .map(job -> Instant.parse(job.getMetadata().getCreationTimestamp()))
        .min(Comparator.naturalOrder());
  }

  private static boolean isOf(Job job, String uid) {
    return job.getMetadata().getOwnerReferences() != null
        && job.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> owner.getUid().equals(uid));
  }
}
