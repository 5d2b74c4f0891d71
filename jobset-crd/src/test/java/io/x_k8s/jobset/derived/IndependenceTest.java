package io.x_k8s.jobset.derived;

import static io.x_k8s.jobset.derived.Fixtures.annotated;
import static io.x_k8s.jobset.derived.Fixtures.jobSet;
import static io.x_k8s.jobset.derived.Fixtures.template;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetAnnotations;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Nothing that is returned is tied to the JobSet, and nothing done with it shows there. */
class IndependenceTest {
  private final JobSet jobSet = richJobSet();
  private final JobSet before = jobSet.edit().build();

  @Test
  void buildingChangesNothing() {
    template(jobSet, "workers").build(0, OptionalInt.of(1));
    template(jobSet, "workers").resumableFields(0, OptionalInt.empty(), "uid");
    DerivedObjects.of(jobSet).headlessService();
    DerivedObjects.of(jobSet).volumeClaims();

    assertThat(jobSet).isEqualTo(before);
  }

  @Test
  void changingAJobChangesNeitherTheJobSetNorTheNextJob() {
    ChildJobTemplate template = template(jobSet, "workers");
    Job untouched = template.build(0, OptionalInt.empty());

    change(template.build(0, OptionalInt.empty()));

    assertThat(jobSet).isEqualTo(before);
    assertThat(template.build(0, OptionalInt.empty())).isEqualTo(untouched);
  }

  @Test
  void changingTheJobSetDoesNotChangeTheTemplate() {
    ChildJobTemplate template = template(jobSet, "workers");
    Job untouched = template.build(0, OptionalInt.empty());

    PodSpec pod = podSpecOfTheJobSet();
    pod.getContainers().get(0).setImage("other");
    pod.getContainers().get(0).getVolumeMounts().get(0).setName("other");
    pod.getTolerations().get(0).setKey("other");
    pod.getVolumes().get(0).setName("other");
    pod.getNodeSelector().put("other", "x");
    jobSet.getMetadata().setName("other");
    jobSet.getMetadata().getAnnotations().clear();

    assertThat(template.build(0, OptionalInt.empty())).isEqualTo(untouched);
  }

  @Test
  void changingAClaimDoesNotChangeTheJobSet() {
    PersistentVolumeClaim claim = DerivedObjects.of(jobSet).volumeClaims().get(0);

    claim.getMetadata().getLabels().put("other", "x");
    claim.getMetadata().getAnnotations().put("other", "x");
    claim.getSpec().setStorageClassName("other");
    claim.getSpec().getAccessModes().add("other");

    assertThat(jobSet).isEqualTo(before);
  }

  private static void change(Job job) {
    ObjectMeta metadata = job.getMetadata();
    metadata.getLabels().clear();
    metadata.getAnnotations().clear();
    metadata.getOwnerReferences().clear();
    job.getSpec().setBackoffLimit(99);
    ObjectMeta podMetadata = job.getSpec().getTemplate().getMetadata();
    podMetadata.getLabels().clear();
    podMetadata.getAnnotations().clear();
    PodSpec pod = job.getSpec().getTemplate().getSpec();
    pod.setRestartPolicy("Never");
    pod.getContainers().add(new ContainerBuilder().withName("more").build());
    pod.getVolumes().add(new VolumeBuilder().withName("more").build());
    pod.getTolerations().clear();
    pod.getNodeSelector().clear();
    pod.getSecurityContext().setRunAsUser(1L);
  }

  private PodSpec podSpecOfTheJobSet() {
    return jobSet
        .getSpec()
        .getReplicatedJobs()
        .get(0)
        .getTemplate()
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static JobSet richJobSet() {
    return jobSet(
            "js",
            annotated(
                    "workers",
                    JobSetAnnotations.EXCLUSIVE_TOPOLOGY,
                    "rack",
                    JobSetAnnotations.NODE_SELECTOR)
                .edit()
                .editTemplate()
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("data")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("tmp")
                .endVolume()
                .withTolerations(new Toleration("NoSchedule", "k", "Exists", null, null))
                .addToNodeSelector("os", "linux")
                .withNewSecurityContext()
                .withRunAsUser(1000L)
                .endSecurityContext()
                .endSpec()
                .endTemplate()
                .endSpec()
                .endTemplate()
                .build())
        .editMetadata()
        .addToAnnotations("note", "x")
        .endMetadata()
        .editSpec()
        .addNewVolumeClaimPolicy()
        .addNewTemplate()
        .withNewMetadata()
        .withName("data")
        .addToLabels("l", "1")
        .addToAnnotations("a", "1")
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteMany")
        .endSpec()
        .endTemplate()
        .endVolumeClaimPolicy()
        .endSpec()
        .build();
  }
}
