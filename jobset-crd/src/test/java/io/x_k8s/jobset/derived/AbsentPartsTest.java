package io.x_k8s.jobset.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplateBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpecBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetSpec;
import io.x_k8s.jobset.v1alpha2.JobSetSpecBuilder;
import io.x_k8s.jobset.v1alpha2.ReplicatedJob;
import io.x_k8s.jobset.v1alpha2.ReplicatedJobBuilder;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicy;
import io.x_k8s.jobset.v1alpha2.VolumeClaimPolicyBuilder;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An object stored before any webhook or default existed cannot break a pass. */
class AbsentPartsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void jobIsBuiltFromATemplateWithout(String part, JobTemplateSpec template) {
    ReplicatedJob workers =
        new ReplicatedJobBuilder().withName("workers").withTemplate(template).build();
    JobSet jobSet = stored(new JobSetSpecBuilder().withReplicatedJobs(workers).build());

    Job job = DerivedObjects.of(jobSet).jobsOf(workers).build(0, OptionalInt.empty());

    assertThat(job.getMetadata().getName()).isEqualTo("js-workers-0");
    assertThat(job.getMetadata().getLabels())
        .containsEntry("jobset.sigs.k8s.io/replicatedjob-replicas", "1")
        .containsEntry("jobset.sigs.k8s.io/global-replicas", "1")
        .containsEntry("jobset.sigs.k8s.io/group-name", "")
        .containsEntry("jobset.sigs.k8s.io/restart-attempt", "0");
    assertThat(job.getSpec().getSuspend()).isFalse();
    PodTemplateSpec pod = job.getSpec().getTemplate();
    assertThat(pod.getMetadata().getAnnotations()).isEqualTo(job.getMetadata().getAnnotations());
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("OnFailure");
    assertThat(pod.getSpec().getSubdomain()).isNull();
  }

  static Stream<Arguments> jobIsBuiltFromATemplateWithout() {
    PodSpec nulls = new PodSpec();
    nulls.setContainers(null);
    nulls.setInitContainers(null);
    nulls.setVolumes(null);
    nulls.setTolerations(null);
    nulls.setSchedulingGates(null);
    nulls.setNodeSelector(null);
    PodTemplateSpec nullMaps =
        new PodTemplateSpecBuilder().withNewMetadata().endMetadata().withSpec(nulls).build();
    nullMaps.getMetadata().setLabels(null);
    nullMaps.getMetadata().setAnnotations(null);
    JobTemplateSpec nullJobMaps =
        new JobTemplateSpecBuilder().withNewMetadata().endMetadata().build();
    nullJobMaps.getMetadata().setLabels(null);
    nullJobMaps.getMetadata().setAnnotations(null);
    return Stream.of(
        arguments("anything", null),
        arguments("metadata and spec", new JobTemplateSpec()),
        arguments("labels and annotations", nullJobMaps),
        arguments("Pod template", template(new JobSpec())),
        arguments(
            "Pod metadata and spec",
            template(new JobSpecBuilder().withTemplate(new PodTemplateSpec()).build())),
        arguments(
            "lists and maps of the Pod",
            template(new JobSpecBuilder().withTemplate(nullMaps).build())));
  }

  @Test
  void jobSetWithoutSpecHasNoObjects() {
    DerivedObjects objects = DerivedObjects.of(stored(null));

    assertThat(objects.headlessService()).isEmpty();
    assertThat(objects.volumeClaims()).isEmpty();
  }

  @Test
  void replicatedJobWithoutNameAndJobSetWithoutMetadataAreReadAsEmpty() {
    ReplicatedJob unnamed = new ReplicatedJob();
    JobSet jobSet = new JobSet();
    jobSet.setSpec(new JobSetSpecBuilder().withReplicatedJobs(unnamed).build());

    Job job = DerivedObjects.of(jobSet).jobsOf(unnamed).build(0, OptionalInt.empty());

    assertThat(job.getMetadata().getName()).isEqualTo("--0");
    assertThat(job.getMetadata().getLabels())
        .containsEntry("jobset.sigs.k8s.io/job-global-index", "0");
  }

  @Test
  void claimTemplatesMayLackAllParts() {
    VolumeClaimPolicy bare =
        new VolumeClaimPolicyBuilder()
            .withTemplates(
                List.of(
                    new PersistentVolumeClaimTemplate(),
                    new PersistentVolumeClaimTemplateBuilder()
                        .withNewMetadata()
                        .withName("data")
                        .endMetadata()
                        .build()))
            .build();
    JobSetSpec spec =
        new JobSetSpecBuilder()
            .withVolumeClaimPolicies(new VolumeClaimPolicy(), bare)
            .withReplicatedJobs(new ReplicatedJobBuilder().withName("workers").build())
            .build();
    DerivedObjects objects = DerivedObjects.of(stored(spec));

    assertThat(objects.volumeClaims())
        .extracting(claim -> claim.getMetadata().getName())
        .containsExactly("-js", "data-js");
    assertThat(
            objects
                .jobsOf(spec.getReplicatedJobs().get(0))
                .build(0, OptionalInt.empty())
                .getSpec()
                .getTemplate()
                .getSpec()
                .getVolumes())
        .isEmpty();
  }

  private static JobTemplateSpec template(JobSpec spec) {
    return new JobTemplateSpecBuilder().withSpec(spec).build();
  }

  private static JobSet stored(JobSetSpec spec) {
    JobSet jobSet = new JobSet();
    jobSet.setMetadata(
        new ObjectMetaBuilder().withNamespace("default").withName("js").withUid("the-uid").build());
    jobSet.setSpec(spec);
    return jobSet;
  }
}
