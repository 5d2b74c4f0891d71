package io.x_k8s.jobset.client.v1alpha2.explain;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.client.kueue.KueueWorkload;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A JobSet and the objects around it, all as of one moment.
 *
 * @param jobSet the JobSet
 * @param jobs its Jobs, of all attempts; others are ignored
 * @param pods its Pods, of all attempts
 * @param events about any of these objects; others are ignored
 * @param workload what Kueue says; empty if it does not know the JobSet
 * @param notVisible what could not be read
 * @param now the moment
 */
public record JobSetSnapshot(
    JobSet jobSet,
    List<Job> jobs,
    List<Pod> pods,
    List<Event> events,
    Optional<KueueWorkload> workload,
    List<Reason.NotVisible> notVisible,
    Instant now) {

  /** Copies the lists. */
  public JobSetSnapshot {
    jobs = List.copyOf(jobs);
    pods = List.copyOf(pods);
    events = List.copyOf(events);
    notVisible = List.copyOf(notVisible);
  }
}
