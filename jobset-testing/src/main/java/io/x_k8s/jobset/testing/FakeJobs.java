package io.x_k8s.jobset.testing;

import io.x_k8s.jobset.names.JobIndexes;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.testing.FakeJob.Phase;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The Jobs of one JobSet, in the order in which they were made. */
final class FakeJobs {
  private final Map<String, FakeJob> byName = new LinkedHashMap<>();

  Stream<FakeJob> all() {
    return byName.values().stream();
  }

  Stream<FakeJob> of(String replicatedJob) {
    return all().filter(job -> job.replicatedJob().equals(replicatedJob));
  }

  Optional<FakeJob> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The Jobs that could have Pods now. */
  List<FakeJob> running() {
    return all().filter(job -> !job.isFinished() && !job.isSuspended()).toList();
  }

  int count(String replicatedJob, Predicate<FakeJob> which) {
    return (int) of(replicatedJob).filter(which).count();
  }

  int count(String replicatedJob, Phase phase) {
    return count(replicatedJob, job -> job.is(phase));
  }

  /**
   * Makes the missing Jobs of a ReplicatedJob.
   *
   * @return whether one was missing
   */
  boolean create(JobSet jobSet, ReplicatedJob replicatedJob, boolean suspended) {
    var before = byName.size();
    for (var index = 0; index < JobIndexes.replicasOf(replicatedJob); index++) {
      var name = JobSetNames.job(jobSet.getMetadata().getName(), replicatedJob.getName(), index);
      byName.putIfAbsent(name, new FakeJob(name, replicatedJob.getName(), index, suspended));
    }
    return byName.size() > before;
  }

  /**
   * Removes Jobs.
   *
   * @return whether there were any
   */
  boolean removeIf(Predicate<FakeJob> which) {
    return byName.values().removeIf(which);
  }
}
