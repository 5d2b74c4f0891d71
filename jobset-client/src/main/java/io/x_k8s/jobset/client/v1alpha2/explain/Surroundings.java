package io.x_k8s.jobset.client.v1alpha2.explain;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.client.internal.EventTimes;
import io.x_k8s.jobset.client.internal.JobSetView;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What belongs to a JobSet, by UIDs and never by names, and to its current attempt.
 *
 * @param now the moment
 * @param jobs Jobs of the current attempt that are not being deleted
 * @param pods Pods of these Jobs that are not being deleted
 * @param leaving Pods of the JobSet, of whatever attempt, that are being deleted
 * @param eventsOfJobSet the newest first
 * @param events of everything else, by UID, the newest first
 */
record Surroundings(
    Instant now,
    List<Job> jobs,
    List<Pod> pods,
    List<Pod> leaving,
    List<Event> eventsOfJobSet,
    Map<String, List<Event>> events) {

  static Surroundings of(JobSetSnapshot snapshot) {
    var view = new JobSetView(snapshot.jobSet());
    var uid = Objects.requireNonNullElse(view.metadata().getUid(), "");
    var attempt = String.valueOf(view.status().getRestarts());
    var ours = snapshot.jobs().stream().filter(job -> uid.equals(controllerOf(job))).toList();
    var current =
        ours.stream()
            .filter(job -> attempt.equals(label(job, JobSetLabels.RESTART_ATTEMPT)))
            .filter(job -> !isLeaving(job))
            .toList();
    var events =
        snapshot.events().stream()
            .filter(event -> event.getInvolvedObject() != null)
            .sorted(Comparator.comparing(EventTimes::last).reversed())
            .collect(
                Collectors.groupingBy(
                    event -> Objects.requireNonNullElse(event.getInvolvedObject().getUid(), "")));
    return new Surroundings(
        snapshot.now(),
        current,
        podsOf(current, snapshot.pods()).stream().filter(pod -> !isLeaving(pod)).toList(),
        podsOf(ours, snapshot.pods()).stream().filter(Surroundings::isLeaving).toList(),
        events.getOrDefault(uid, List.of()),
        events);
  }

  List<Event> eventsOf(HasMetadata object) {
    return events.getOrDefault(object.getMetadata().getUid(), List.of());
  }

  List<Job> jobsOf(String replicatedJob) {
    return jobs.stream()
        .filter(job -> Objects.equals(replicatedJob, label(job, JobSetLabels.REPLICATEDJOB_NAME)))
        .toList();
  }

  List<Pod> podsOf(Job job) {
    return podsOf(List.of(job), pods);
  }

  static String label(HasMetadata object, String key) {
    var labels = object.getMetadata().getLabels();
    return labels == null ? null : labels.get(key);
  }

  static boolean isOlder(HasMetadata object, Duration age, Instant now) {
    return Optional.ofNullable(object.getMetadata())
        .map(metadata -> metadata.getCreationTimestamp())
        .filter(created -> Instant.parse(created).plus(age).isBefore(now))
        .isPresent();
  }

  private static boolean isLeaving(HasMetadata object) {
    return object.getMetadata().getDeletionTimestamp() != null;
  }

  private static List<Pod> podsOf(List<Job> jobs, List<Pod> pods) {
    var uids = jobs.stream().map(job -> job.getMetadata().getUid()).collect(Collectors.toSet());
    return pods.stream().filter(pod -> uids.contains(controllerOf(pod))).toList();
  }

  private static String controllerOf(HasMetadata object) {
    return Objects.requireNonNullElse(
            object.getMetadata().getOwnerReferences(), List.<OwnerReference>of())
        .stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse("");
  }
}
