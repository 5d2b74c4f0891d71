package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.B2;
import static io.x_k8s.jobset.e2e.operator.JobSets.NAME;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.JobSets.named;
import static io.x_k8s.jobset.e2e.operator.JobSets.replicatedJob;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.CoordinatorBuilder;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetBuilder;
import io.x_k8s.jobset.v1alpha2.JobSetLabels;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class CreationIT {

  @Test
  @Tag("controller:C-001")
  @Tag("controller:C-002")
  void eachReplicaGetsAJobThatTheJobSetControls(TestNamespace namespace) {
    JobSet jobSet = namespace.create(f1());

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    OwnerReference owner = new OwnerReference();
    owner.setApiVersion("jobset.x-k8s.io/v1alpha2");
    owner.setKind("JobSet");
    owner.setName(NAME);
    owner.setUid(jobSet.getMetadata().getUid());
    owner.setController(true);
    owner.setBlockOwnerDeletion(true);
    assertThat(namespace.jobs().values())
        .allSatisfy(
            job -> assertThat(job.getMetadata().getOwnerReferences()).containsExactly(owner));
    consistently(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
  }

  @Test
  @Tag("controller:C-003")
  void jobsOfANamesakeAreNotCounted(TestNamespace namespace) {
    namespace.create(f1());
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    Job own = namespace.job(B0);
    namespace
        .client()
        .resource(
            new JobBuilder(own)
                .withNewMetadata()
                .withName("foreign")
                .withLabels(own.getMetadata().getLabels())
                .addNewOwnerReferenceLike(own.getMetadata().getOwnerReferences().get(0))
                .withUid("11111111-2222-3333-4444-555555555555")
                .endOwnerReference()
                .endMetadata()
                .editSpec()
                .withSelector(null)
                .withNewTemplateLike(
                    replicatedJob(B, 1).build().getTemplate().getSpec().getTemplate())
                .endTemplate()
                .endSpec()
                .withStatus(null)
                .build())
        .inNamespace(namespace.name())
        .create();

    namespace.jobController().complete("foreign");
    namespace.jobController().complete(ALL_JOBS);

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isCompleted()
                .hasCounts(B + ": succeeded 3", A + ": succeeded 1"));
    assertThat(namespace.job("foreign").getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  @Tag("controller:C-028")
  void jobsSayWhereTheCoordinatorIs(TestNamespace namespace) {
    namespace.create(
        f1(
            spec ->
                spec.withCoordinator(
                    new CoordinatorBuilder()
                        .withReplicatedJob(A)
                        .withJobIndex(0L)
                        .withPodIndex(0L)
                        .build())));

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    String endpoint = "test-js-replicated-job-a-0-0.test-js";
    assertThat(namespace.jobs().values())
        .allSatisfy(
            job -> {
              assertThat(job.getMetadata().getLabels())
                  .containsEntry(JobSetLabels.COORDINATOR, endpoint);
              assertThat(job.getMetadata().getAnnotations())
                  .containsEntry(JobSetLabels.COORDINATOR, endpoint);
              assertThat(job.getSpec().getTemplate().getMetadata().getAnnotations())
                  .containsEntry(JobSetLabels.COORDINATOR, endpoint);
            });
  }

  @Test
  @Tag("controller:C-035")
  void refusedJobIsToldInOneEventAndTriedAgain(TestNamespace namespace) {
    namespace.create(
        f1(
            spec ->
                spec.editFirstReplicatedJob()
                    .editTemplate()
                    .editSpec()
                    .editTemplate()
                    .editSpec()
                    .editFirstContainer()
                    .withImage("")
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .endTemplate()
                    .endReplicatedJob()));

    eventually(
        () ->
            assertThat(namespace.events("JobCreationFailed"))
                .singleElement()
                .satisfies(
                    event -> {
                      assertThat(event.type()).isEqualTo("Warning");
                      assertThat(event.note())
                          .startsWith("job \"" + A0 + "\" creation failed with error: ")
                          .contains("spec.template.spec.containers[0].image: Required value");
                      assertThat(event.count()).isGreaterThan(1);
                    }));
    // The status is written all the same, and the pauses between the tries grow.
    eventually(() -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": ", A + ": "));
    consistently(() -> assertThat(namespace.events("JobCreationFailed")).hasSize(1));
    assertThat(namespace.proxy().requests(request -> request.isCreateOf("jobs")))
        .hasSizeBetween(3, 20);
  }

  @Test
  @Tag("controller:C-036")
  void foreignJobUnderOurNameIsLeftAloneAndToldOf(TestNamespace namespace) {
    namespace
        .client()
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName(B1)
                .endMetadata()
                .withSpec(replicatedJob(B, 1).build().getTemplate().getSpec())
                .build())
        .inNamespace(namespace.name())
        .create();
    String foreign = namespace.job(B1).getMetadata().getUid();

    namespace.create(f1());

    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    eventually(
        () ->
            assertThat(namespace.events("JobCreationFailed"))
                .singleElement()
                .satisfies(
                    event ->
                        assertThat(event.note())
                            .contains(B1, "already exists", "does not belong to this JobSet")));
    assertThat(namespace.job(B1).getMetadata().getUid()).isEqualTo(foreign);
    assertThat(namespace.job(B1).getMetadata().getOwnerReferences()).isNullOrEmpty();
    JobSetAssert.assertThat(namespace.jobSet()).isNotFinished();

    namespace.jobResource(B1).delete();

    eventually(
        () ->
            assertThat(namespace.job(B1))
                .isNotNull()
                .satisfies(job -> assertThat(job.getMetadata().getOwnerReferences()).hasSize(1)));
  }

  @Test
  @Tag("controller:C-037")
  void createsAreBounded(TestNamespace namespace) {
    namespace
        .proxy()
        .add(ApiFault.delay(request -> request.isCreateOf("jobs"), Duration.ofMillis(300)));

    namespace.create(
        named("many", spec -> spec.withReplicatedJobs(replicatedJob("w", 120).build())));

    eventually(() -> assertThat(namespace.jobs()).hasSize(120));
    assertThat(namespace.proxy().mostInFlight(request -> request.isCreateOf("jobs")))
        .isBetween(25, 50);
    assertThat(namespace.proxy().requests(request -> request.isCreateOf("jobs"))).hasSize(120);
  }

  @Test
  @Tag("controller:C-038")
  void jobDeletedByHandIsMadeAgain(TestNamespace namespace) {
    namespace.create(f1());
    eventually(() -> assertThat(namespace.jobs()).containsOnlyKeys(ALL_JOBS));
    Map<String, String> before = namespace.jobUids();
    namespace.jobController().ready(ALL_JOBS);

    namespace.jobResource(B2).delete();

    eventually(
        () ->
            assertThat(namespace.jobUids())
                .containsOnlyKeys(ALL_JOBS)
                .doesNotContainEntry(B2, before.get(B2)));
    assertThat(namespace.job(B2).getMetadata().getLabels())
        .containsEntry(JobSetLabels.RESTART_ATTEMPT, "0");
    before.remove(B2);
    assertThat(namespace.jobUids()).containsAllEntriesOf(before);
    JobSetAssert.assertThat(namespace.jobSet()).hasRestarts(0, 0);
  }

  @Test
  @Tag("controller:C-039")
  @Tag("controller:N-008")
  void generatedNameIsUsedForJobsAndService(TestNamespace namespace) {
    JobSet generated =
        namespace.create(
            new JobSetBuilder(f1())
                .withNewMetadata()
                .withGenerateName("generated-")
                .endMetadata()
                .build());

    String name = generated.getMetadata().getName();
    assertThat(name).startsWith("generated-").hasSizeGreaterThan("generated-".length());
    eventually(
        () -> {
          assertThat(namespace.jobs())
              .containsOnlyKeys(
                  name + "-replicated-job-a-0",
                  name + "-replicated-job-b-0",
                  name + "-replicated-job-b-1",
                  name + "-replicated-job-b-2");
          assertThat(namespace.services())
              .singleElement()
              .satisfies(service -> assertThat(service.getMetadata().getName()).isEqualTo(name));
        });
    assertThat(
            namespace
                .job(name + "-replicated-job-a-0")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getSubdomain())
        .isEqualTo(name);
  }
}
