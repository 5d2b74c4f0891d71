package io.x_k8s.jobset.client.v1alpha2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.x_k8s.jobset.names.JobSetNames;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobSetsTest {

  static Stream<JobSetBuilder> all() {
    return Stream.of(
        JobSets.workers("training", 4, pod()),
        JobSets.coordinated("training", 4, pod()),
        JobSets.leaderAndWorkers("training", pod(), 4, pod()),
        JobSets.torchrun("training", 4, pod()),
        JobSets.torchrun("training", 2, 4, pod()),
        JobSets.jax("training", 4, pod()),
        JobSets.jax("training", 2, 4, pod()),
        JobSets.mpi("training", pod(), 4, 2, pod()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyShapeIsValidUnderAnyName(JobSetBuilder shape) {
    var generated =
        shape.build().edit().editMetadata().withName(null).withGenerateName("run-").endMetadata();

    assertThat(JobSets.validate(shape.build()).errors()).isEmpty();
    assertThat(JobSets.validate(shape.build()).warnings()).isEmpty();
    assertThat(JobSets.validate(generated.build()).errors()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void inEveryShapeAPodThatFailsEndsItsJobAndStays(JobSetBuilder shape) {
    assertThat(shape.build().getSpec().getReplicatedJobs())
        .allSatisfy(
            job -> {
              var spec = job.getTemplate().getSpec();
              assertThat(spec.getBackoffLimit()).isZero();
              assertThat(spec.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
            });
  }

  @Test
  void workersAreOneJob() {
    assertThat(JobSets.preview(JobSets.workers("training", 3, pod()).build()).podDnsNames())
        .containsExactly(
            "training-workers-0-0.training",
            "training-workers-0-1.training",
            "training-workers-0-2.training");
  }

  @Test
  void theLeaderIsAnnouncedToAll() {
    var jobSet =
        JobSets.leaderAndWorkers("training", pod(), 2, pod(JobSets.coordinatorAddress("LEADER")))
            .build();
    var worker = JobSets.preview(jobSet).jobs().get(1);

    assertThat(new StartedPod(worker, 1).environment())
        .containsEntry("LEADER", JobSetNames.coordinatorEndpoint(jobSet).orElseThrow())
        .containsEntry("LEADER", "training-leader-0-0.training");
  }

  @Test
  void theFirstWorkerIsAnnouncedToAll() {
    assertThat(JobSetNames.coordinatorEndpoint(JobSets.coordinated("training", 2, pod()).build()))
        .contains("training-workers-0-0.training");
  }

  @Test
  void torchrunNeedsNoOptions() {
    var environments = environments(JobSets.torchrun("training", 4, pod()).build());

    assertThat(environments).hasSize(4);
    IntStream.range(0, 4)
        .forEach(
            rank ->
                assertThat(environments.get(rank))
                    .containsEntry("PET_NNODES", "4")
                    .containsEntry("PET_NODE_RANK", String.valueOf(rank))
                    .containsEntry("PET_MASTER_ADDR", firstWorker("training"))
                    .containsEntry("PET_MASTER_PORT", "29500")
                    .containsEntry("NNODES", "4")
                    .containsEntry("NODE_RANK", String.valueOf(rank))
                    .containsEntry("MASTER_ADDR", firstWorker("training"))
                    .containsEntry("MASTER_PORT", "29500")
                    .containsEntry("WORLD_SIZE", "4")
                    .containsEntry("RANK", String.valueOf(rank)));
  }

  @Test
  void aNameThatTheServerChoosesIsKnownToThePods() {
    var jobSet =
        JobSets.torchrun("training", 2, pod())
            .editMetadata()
            .withName(null)
            .withGenerateName("run-")
            .endMetadata()
            .build();

    assertThat(environments(jobSet))
        .allSatisfy(
            environment ->
                assertThat(environment).containsEntry("MASTER_ADDR", firstWorker("run-xxxxx")));
  }

  @Test
  void jobsOfOnePodAreNumberedByTheirIndex() {
    var environments = environments(JobSets.torchrun("training", 3, 1, pod()).build());

    assertThat(environments)
        .extracting(environment -> environment.get("NODE_RANK"))
        .containsExactly("0", "1", "2");
    assertThat(environments)
        .extracting(environment -> environment.get("WORLD_SIZE"))
        .containsOnly("3");
  }

  @Test
  void podsOfSeveralJobsAreNumberedByAShell() {
    var pod = pod();
    var container = pod.getSpec().getContainers().get(0);
    container.setCommand(
        List.of("/bin/sh", "-c", "echo $RANK $NODE_RANK $PET_NODE_RANK \"$1\" $2", "it"));
    container.setArgs(List.of("$(WORLD_SIZE) in all", "at $(MASTER_ADDR)"));

    var jobs = JobSets.preview(JobSets.torchrun("training", 2, 3, pod).build()).jobs();

    assertThat(
            jobs.stream()
                .flatMap(job -> IntStream.range(0, 3).mapToObj(i -> new StartedPod(job, i)))
                .map(StartedPod::output))
        .containsExactlyElementsOf(
            IntStream.range(0, 6)
                .mapToObj(
                    rank ->
                        "%1$d %1$d %1$d 6 in all at %2$s".formatted(rank, firstWorker("training")))
                .toList());
  }

  @Test
  void aShellNeedsACommandToStart() {
    var pod = pod();
    pod.getSpec().getContainers().get(0).setCommand(null);

    assertThatThrownBy(() -> JobSets.jax("training", 2, 3, pod))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Container main must name its command");
  }

  @Test
  void jaxProcessesKnowEachOther() {
    var environments = environments(JobSets.jax("training", 2, pod()).build());

    assertThat(environments)
        .extracting(environment -> environment.get("JAX_PROCESS_ID"))
        .containsExactly("0", "1");
    assertThat(environments)
        .allSatisfy(
            environment ->
                assertThat(environment)
                    .containsEntry("JAX_NUM_PROCESSES", "2")
                    .containsEntry("JAX_COORDINATOR_ADDRESS", firstWorker("training") + ":1234"));
  }

  @Test
  void theLauncherKnowsItsHosts() {
    var jobSet = JobSets.mpi("training", pod(), 2, 8, pod()).build();
    var jobs = JobSets.preview(jobSet).jobs();

    assertThat(new StartedPod(jobs.get(1), 0).environment())
        .containsEntry(
            "MPI_HOSTS", "training-workers-0-0.training:8,training-workers-0-1.training:8")
        .containsEntry("MPI_NUM_PROCESSES", "16");
    assertThat(new StartedPod(jobs.get(0), 0).environment()).doesNotContainKey("MPI_HOSTS");
    assertThat(jobSet.getSpec().getSuccessPolicy().getTargetReplicatedJobs())
        .containsExactly("launcher");
  }

  @Test
  void tooManyHostsAreRefused() {
    assertThatThrownBy(() -> JobSets.mpi("training", pod(), 1001, 8, pod()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1001 workers");
  }

  @Test
  void variablesOfTheTemplateGoFirstAndMayReferToOurs() {
    var pod =
        pod(
            new EnvVar("MASTER_PORT", "4711", null),
            new EnvVar("ENDPOINT", "$(MASTER_ADDR):$(MASTER_PORT)", null));

    assertThat(environments(JobSets.torchrun("training", 1, pod).build()).get(0))
        .containsEntry("MASTER_PORT", "4711")
        .containsEntry("ENDPOINT", firstWorker("training") + ":4711");
  }

  @Test
  void theTemplateIsNotChanged() {
    var pod = pod();

    JobSets.torchrun("training", 2, 3, pod);
    JobSets.mpi("training", pod, 2, 8, pod);

    assertThat(pod).isEqualTo(pod());
  }

  @Test
  void aRestartPolicyOfTheTemplateStays() {
    var pod = pod();
    pod.getSpec().setRestartPolicy("OnFailure");

    assertThat(
            JobSets.workers("training", 1, pod)
                .build()
                .getSpec()
                .getReplicatedJobs()
                .get(0)
                .getTemplate()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getRestartPolicy())
        .isEqualTo("OnFailure");
  }

  @Test
  void nobodyIsNotEnough() {
    assertThatThrownBy(() -> JobSets.workers("training", 0, pod()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There must be at least one of the Pods, not 0.");
  }

  /** Of all Pods, Job by Job. */
  private static List<Map<String, String>> environments(JobSet jobSet) {
    return JobSets.preview(jobSet).jobs().stream()
        .flatMap(
            job ->
                IntStream.range(0, job.getSpec().getCompletions())
                    .mapToObj(index -> new StartedPod(job, index).environment()))
        .toList();
  }

  private static String firstWorker(String jobSet) {
    return JobSetNames.podDnsName(JobSetNames.job(jobSet, JobSets.WORKERS, 0), 0, jobSet);
  }

  private static PodTemplateSpec pod(EnvVar... variables) {
    return new PodTemplateSpecBuilder()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("registry.example/train:1")
        .withCommand("train")
        .withEnv(variables)
        .endContainer()
        .endSpec()
        .build();
  }
}
