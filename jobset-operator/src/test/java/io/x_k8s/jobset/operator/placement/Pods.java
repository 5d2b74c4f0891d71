package io.x_k8s.jobset.operator.placement;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.x_k8s.jobset.operator.plan.ExclusivePod;
import io.x_k8s.jobset.operator.plan.ExclusivePod.SchedulingWait;
import io.x_k8s.jobset.operator.plan.PodRecord;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The Pods of the acceptance table: Job 0 of ReplicatedJob rjob of JobSet js. */
final class Pods {
  static final String ZONE = "topology.kubernetes.io/zone";
  static final String JOB = "u1";
  static final Instant SINCE = Instant.parse("2026-06-01T12:00:00Z");

  private Pods() {}

  /** The Pod of completion index 1 as it comes to the webhooks. */
  static PodBuilder follower() {
    return admitted(1);
  }

  /** The Pod of completion index 0 as it comes to the webhooks. */
  static PodBuilder leader() {
    return admitted(0);
  }

  private static PodBuilder admitted(int index) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("js-rjob-0-" + index + "-new")
        .addToLabels(JobSetLabels.JOBSET_NAME, "js")
        .addToLabels(JobSetLabels.REPLICATEDJOB_NAME, "rjob")
        .addToLabels(JobSetLabels.JOB_INDEX, "0")
        .addToLabels(JobSetLabels.JOB_KEY, "js-rjob-0")
        .addToAnnotations(JobSetLabels.JOBSET_NAME, "js")
        .addToAnnotations(JobSetAnnotations.EXCLUSIVE_TOPOLOGY, ZONE)
        .addToAnnotations(AdmittedPod.COMPLETION_INDEX, String.valueOf(index))
        .addNewOwnerReference()
        .withUid(JOB)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .withPriority(100)
        .addNewContainer()
        .withName("main")
        .endContainer()
        .endSpec();
  }

  static Pod sentTo(String zone, PodBuilder pod) {
    return pod.editSpec().withNodeSelector(Map.of(ZONE, zone)).endSpec().build();
  }

  /** A leader that exists. */
  static PodRecord leader(String suffix, String nodeName) {
    return leader("js-rjob-0-0-" + suffix, JOB, nodeName);
  }

  static PodRecord leader(String name, String job, String nodeName) {
    return record(
        name,
        job,
        new ExclusivePod(
            ZONE,
            "js-rjob-0",
            true,
            nodeName,
            Optional.empty(),
            false,
            nodeName.isEmpty()
                ? Optional.of(new SchedulingWait("Unschedulable", "0/8 nodes", SINCE))
                : Optional.empty()));
  }

  /** A follower that exists and was sent to a domain; null for none. */
  static PodRecord follower(int index, String zone) {
    return follower(index, JOB, "js-rjob-0", zone, false);
  }

  static PodRecord follower(int index, String job, String jobKey, String zone, boolean disrupted) {
    return record(
        "js-rjob-0-" + index + "-old",
        job,
        new ExclusivePod(
            ZONE, jobKey, false, "", Optional.ofNullable(zone), disrupted, Optional.empty()));
  }

  private static PodRecord record(String name, String job, ExclusivePod placement) {
    return new PodRecord(
        "ns",
        name,
        "uid-of-" + name,
        "1",
        "js",
        job,
        false,
        false,
        Optional.empty(),
        Optional.of(placement));
  }

  static PodRecord finished(PodRecord pod) {
    return with(pod, true, false);
  }

  static PodRecord deleting(PodRecord pod) {
    return with(pod, false, true);
  }

  private static PodRecord with(PodRecord pod, boolean finished, boolean deleting) {
    return new PodRecord(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        "2",
        pod.jobSet(),
        pod.controllerUid(),
        finished,
        deleting,
        Optional.empty(),
        pod.placement());
  }
}
