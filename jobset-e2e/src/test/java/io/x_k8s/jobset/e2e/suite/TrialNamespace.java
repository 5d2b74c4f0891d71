package io.x_k8s.jobset.e2e.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.x_k8s.jobset.e2e.cluster.SimulatedPods;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import io.x_k8s.jobset.v1alpha2.TerminalState;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.core.ThrowingRunnable;

/** A namespace of a cluster that runs Pods, and what tests look at in it. */
record TrialNamespace(KubernetesClient client, String name) {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  Resource<JobSet> create(JobSet jobSet) {
    client.resource(jobSet).inNamespace(name).create();
    return jobSet(jobSet.getMetadata().getName());
  }

  Resource<JobSet> jobSet(String jobSet) {
    return client.resources(JobSet.class).inNamespace(name).withName(jobSet);
  }

  /** Changes the JobSet in one request, however often the operator writes its status meanwhile. */
  void change(Resource<JobSet> jobSet, Consumer<JobSet> change) {
    jobSet.edit(
        found -> {
          change.accept(found);
          // As a user's patch: it does not care for what the status says by now.
          found.getMetadata().setResourceVersion(null);
          return found;
        });
  }

  List<Job> jobs(String jobSet) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(name)
        .withLabel(JobSetLabels.JOBSET_NAME, jobSet)
        .list()
        .getItems();
  }

  List<String> jobNames(String jobSet) {
    return jobs(jobSet).stream().map(job -> job.getMetadata().getName()).sorted().toList();
  }

  List<Pod> pods(String jobSet) {
    return client
        .pods()
        .inNamespace(name)
        .withLabel(JobSetLabels.JOBSET_NAME, jobSet)
        .list()
        .getItems();
  }

  /** Simulated containers exit; real ones do as their command says. */
  void exit(Pod pod, int code) {
    change(
        pod,
        found ->
            new PodBuilder(found)
                .editMetadata()
                .addToAnnotations(SimulatedPods.EXIT_CODE, String.valueOf(code))
                .endMetadata()
                .build());
  }

  /** Lets the scheduler have a Pod that was held back. */
  void ungate(Pod pod) {
    change(pod, found -> new PodBuilder(found).editSpec().withSchedulingGates().endSpec().build());
  }

  private void change(Pod pod, UnaryOperator<Pod> change) {
    Resource<Pod> resource = client.pods().inNamespace(name).withName(pod.getMetadata().getName());
    resource.edit(change);
  }

  void awaitCompleted(Resource<JobSet> jobSet) {
    eventually(
        () -> {
          JobSet found = jobSet.get();
          assertThat(found.getStatus()).isNotNull();
          assertThat(found.getStatus().getTerminalState()).isEqualTo(TerminalState.COMPLETED);
        });
  }

  static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }

  /** It holds now and for a while. */
  static void consistently(ThrowingRunnable assertion) {
    consistently(A_WHILE, assertion);
  }

  static void consistently(Duration time, ThrowingRunnable assertion) {
    await()
        .during(time)
        .atMost(time.plus(SOON))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .failFast(
            "it does not hold any more",
            () -> {
              try {
                assertion.run();
              } catch (AssertionError e) {
                throw e;
              } catch (Throwable e) {
                throw new IllegalStateException(e);
              }
            })
        .until(() -> true);
  }
}
