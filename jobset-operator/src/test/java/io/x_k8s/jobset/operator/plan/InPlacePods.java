package io.x_k8s.jobset.operator.plan;

import io.x_k8s.jobset.operator.plan.InPlacePod.Attempt;
import io.x_k8s.jobset.operator.plan.InPlacePod.Phase;
import java.util.Optional;

/** Records of Pods: running Pods that have told no attempt unless told otherwise. */
final class InPlacePods {
  private final String name;
  private String owner;
  private Phase phase = Phase.LIVE;
  private boolean deleting;
  private String attempt;
  private int restarts;

  private InPlacePods(String name, String owner) {
    this.name = name;
    this.owner = owner;
  }

  /** A Pod of this Job. */
  static InPlacePods pod(Jobs job, int index) {
    JobRecord owner = job.build();
    return new InPlacePods(owner.name() + "-" + index, owner.uid());
  }

  /** A Pod of this Job, whose agent has told this attempt. */
  static InPlacePods pod(Jobs job, int index, int attempt) {
    return pod(job, index).says("" + attempt);
  }

  InPlacePods says(String annotation) {
    this.attempt = annotation;
    return this;
  }

  InPlacePods restarted(int times) {
    this.restarts = times;
    return this;
  }

  InPlacePods succeeded() {
    this.phase = Phase.SUCCEEDED;
    return this;
  }

  InPlacePods failed() {
    this.phase = Phase.FAILED;
    return this;
  }

  InPlacePods deleting() {
    this.deleting = true;
    return this;
  }

  InPlacePods ofOwner(String uid) {
    this.owner = uid;
    return this;
  }

  PodRecord build() {
    return new PodRecord(
        "default",
        name,
        "uid-of-" + name,
        "1",
        JobSets.NAME,
        owner,
        phase != Phase.LIVE,
        deleting,
        Optional.of(new InPlacePod(Attempt.parse(attempt), restarts, phase)),
        Optional.empty());
  }
}
