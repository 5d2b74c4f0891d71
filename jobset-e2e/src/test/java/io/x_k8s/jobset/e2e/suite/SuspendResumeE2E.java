package io.x_k8s.jobset.e2e.suite;

import static io.x_k8s.jobset.e2e.suite.TrialNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.junit.jupiter.api.KubernetesTest;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.v1alpha2.JobSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a queue does with a JobSet, on a cluster that runs its Pods. */
@ExtendWith(RunningOperator.class)
@KubernetesTest
class SuspendResumeE2E {
  private static final String OS = "kubernetes.io/os";

  KubernetesClient client;
  Namespace namespace;
  private TrialNamespace trial;

  @BeforeEach
  void useTheNamespace() {
    trial = new TrialNamespace(client, namespace.getMetadata().getName());
  }

  @Test
  @Tag("controller:U-008")
  void evictedJobSetRunsWhereItIsSentNext() {
    Resource<JobSet> jobSet = trial.create(suspended("moved"));
    eventually(() -> assertThat(trial.jobs("moved")).hasSize(2));

    trial.change(
        jobSet, suspend(false).andThen(pods(pod -> pod.setNodeSelector(Map.of(OS, "none")))));
    eventually(
        () -> {
          assertThat(trial.pods("moved"))
              .hasSize(2)
              .allSatisfy(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Pending"));
          assertThat(active(jobSet)).isEqualTo(2);
        });

    trial.change(
        jobSet, suspend(true).andThen(pods(pod -> pod.setNodeSelector(Map.of(OS, "linux")))));
    eventually(
        () -> {
          assertThat(trial.pods("moved")).isEmpty();
          assertThat(active(jobSet)).isZero();
        });
    trial.change(jobSet, suspend(false));

    trial.awaitCompleted(jobSet);
    assertThat(trial.pods("moved"))
        .extracting(pod -> pod.getSpec().getNodeSelector())
        .containsOnly(Map.of(OS, "linux"));
  }

  @Test
  @Tag("controller:U-009")
  void gateThatComesWithTheResumeIsOnEveryPod() {
    PodSchedulingGate gate = new PodSchedulingGate("example.com/topology");
    Resource<JobSet> jobSet = trial.create(suspended("gated"));
    eventually(() -> assertThat(trial.jobs("gated")).hasSize(2));

    trial.change(
        jobSet, suspend(false).andThen(pods(pod -> pod.setSchedulingGates(List.of(gate)))));

    eventually(() -> assertThat(trial.pods("gated")).hasSize(2));
    List<Pod> pods = trial.pods("gated");
    assertThat(pods)
        .allSatisfy(pod -> assertThat(pod.getSpec().getSchedulingGates()).containsExactly(gate));
    pods.forEach(trial::ungate);
    trial.awaitCompleted(jobSet);
  }

  private static JobSet suspended(String name) {
    JobSet jobSet = Task.jobSet(name, new Task("workers", 2, 1, 0).replicatedJob());
    jobSet.getSpec().setSuspend(true);
    return jobSet;
  }

  private static Consumer<JobSet> suspend(boolean suspend) {
    return jobSet -> jobSet.getSpec().setSuspend(suspend);
  }

  private static Consumer<JobSet> pods(Consumer<PodSpec> change) {
    return jobSet ->
        jobSet
            .getSpec()
            .getReplicatedJobs()
            .forEach(job -> change.accept(job.getTemplate().getSpec().getTemplate().getSpec()));
  }

  private static int active(Resource<JobSet> jobSet) {
    return jobSet.get().getStatus().getReplicatedJobsStatus().get(0).getActive();
  }
}
