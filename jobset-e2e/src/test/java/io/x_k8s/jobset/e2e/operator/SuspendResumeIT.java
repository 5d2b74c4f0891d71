package io.x_k8s.jobset.e2e.operator;

import static io.x_k8s.jobset.e2e.operator.JobSets.A;
import static io.x_k8s.jobset.e2e.operator.JobSets.A0;
import static io.x_k8s.jobset.e2e.operator.JobSets.ALL_JOBS;
import static io.x_k8s.jobset.e2e.operator.JobSets.B;
import static io.x_k8s.jobset.e2e.operator.JobSets.B0;
import static io.x_k8s.jobset.e2e.operator.JobSets.B1;
import static io.x_k8s.jobset.e2e.operator.JobSets.B2;
import static io.x_k8s.jobset.e2e.operator.JobSets.f1;
import static io.x_k8s.jobset.e2e.operator.Waiting.consistently;
import static io.x_k8s.jobset.e2e.operator.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.x_k8s.jobset.testing.JobSetAssert;
import io.x_k8s.jobset.v1alpha2.JobSet;
import io.x_k8s.jobset.v1alpha2.JobSetConditions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OperatorTest
class SuspendResumeIT {
  private static final String SUSPENDED = JobSetConditions.SUSPENDED;

  @Test
  @Tag("controller:U-001")
  void suspendedJobSetHasSuspendedJobs(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withSuspend(true)));

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": suspended 3", A + ": suspended 1")
                .hasCondition(SUSPENDED, "True", "SuspendedJobs")
                .hasMessage(SUSPENDED, "jobset is suspended"));
    assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(false);
  }

  @Test
  @Tag("controller:U-002")
  @Tag("controller:U-010")
  void runningJobSetIsSuspended(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().ready(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": ready 3, active 3", A + ": ready 1, active 1")
                .hasNoCondition(SUSPENDED));

    namespace.change(suspend(true));

    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(false));
    namespace.jobController().suspended(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": suspended 3", A + ": suspended 1")
                .hasCondition(SUSPENDED, "True", "SuspendedJobs"));
  }

  @Test
  @Tag("controller:U-003")
  @Tag("controller:U-007")
  void resumedJobsRunWithWhatTheirTemplateSaysByThen(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withSuspend(true)));
    namespace.jobController().suspended(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(SUSPENDED, "True", "SuspendedJobs"));
    Toleration toleration =
        new TolerationBuilder().withKey("flavor").withOperator("Exists").build();

    namespace.change(
        suspend(false)
            .andThen(
                templates(
                    template -> {
                      template.setMetadata(new ObjectMeta());
                      template.getMetadata().setLabels(Map.of("label", "new"));
                      template.getMetadata().setAnnotations(Map.of("annotation", "new"));
                      template.getSpec().setNodeSelector(Map.of("node", "new"));
                      template.getSpec().setTolerations(List.of(toleration));
                      template
                          .getSpec()
                          .setSchedulingGates(List.of(new PodSchedulingGate("example.com/gate")));
                    })));

    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true));
    assertThat(namespace.jobs().values())
        .extracting(job -> job.getSpec().getTemplate())
        .allSatisfy(
            template -> {
              assertThat(template.getMetadata().getLabels()).containsEntry("label", "new");
              assertThat(template.getMetadata().getAnnotations())
                  .containsEntry("annotation", "new");
              assertThat(template.getSpec().getNodeSelector()).isEqualTo(Map.of("node", "new"));
              assertThat(template.getSpec().getTolerations()).containsExactly(toleration);
              assertThat(template.getSpec().getSchedulingGates())
                  .containsExactly(new PodSchedulingGate("example.com/gate"));
            });
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(SUSPENDED, "False", "ResumeJobs")
                .hasMessage(SUSPENDED, "jobset is resumed"));
    namespace.jobController().complete(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .isCompleted()
                .hasCounts(B + ": succeeded 3", A + ": succeeded 1"));
  }

  @Test
  @Tag("controller:U-004")
  void startTimeIsClearedBeforeAStartedJobIsResumed(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().ready(ALL_JOBS);
    namespace.change(suspend(true));
    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(false));
    namespace.jobController().suspended(ALL_JOBS);
    assertThat(namespace.job(B0).getStatus().getStartTime()).isNotNull();
    int before = namespace.proxy().requests(request -> request.isOf(B0)).size();

    namespace.change(
        suspend(false)
            .andThen(templates(template -> template.getSpec().setNodeSelector(Map.of("n", "v")))));

    eventually(
        () -> {
          assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true);
          assertThat(namespace.jobs().values())
              .allSatisfy(
                  job ->
                      assertThat(job.getSpec().getTemplate().getSpec().getNodeSelector())
                          .isEqualTo(Map.of("n", "v")));
        });
    assertThat(
            namespace.proxy().requests(request -> request.isOf(B0)).stream()
                .skip(before)
                .filter(ApiRequest::isWrite)
                .map(request -> request.method() + " " + request.subresource()))
        .containsExactly("PATCH status", "PATCH ");
    assertThat(namespace.job(B0).getStatus().getStartTime()).isNull();
  }

  @Test
  @Tag("controller:U-011")
  void succeededJobIsNotSuspended(TestNamespace namespace) {
    namespace.create(f1());
    namespace.jobController().complete(B0);
    eventually(
        () -> JobSetAssert.assertThat(namespace.jobSet()).hasCounts(B + ": succeeded 1", A + ": "));

    namespace.change(suspend(true));

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCounts(B + ": succeeded 1, suspended 2", A + ": suspended 1")
                .hasCondition(SUSPENDED, "True", "SuspendedJobs"));
    assertThat(namespace.suspendedJobs())
        .isEqualTo(Map.of(A0, true, B0, false, B1, true, B2, true));
    assertThat(namespace.proxy().requests(request -> request.isPatchOf("jobs") && request.isOf(B0)))
        .isEmpty();
  }

  @Test
  @Tag("controller:U-012")
  void refusedResumeIsTriedAgainAndTheConditionWaits(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withSuspend(true)));
    namespace.jobController().suspended(ALL_JOBS);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(SUSPENDED, "True", "SuspendedJobs"));
    ApiFault fault =
        namespace
            .proxy()
            .add(
                ApiFault.refuse(
                    request -> request.isPatchOf("jobs") && request.isOf(B1),
                    500,
                    "InternalError",
                    "refused by the test"));

    namespace.change(suspend(false));

    eventually(
        () ->
            assertThat(namespace.suspendedJobs())
                .isEqualTo(Map.of(A0, false, B0, false, B1, true, B2, false)));
    eventually(() -> assertThat(fault.met()).isGreaterThan(1));
    JobSetAssert.assertThat(namespace.jobSet()).hasCondition(SUSPENDED, "True", "SuspendedJobs");

    fault.close();

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(SUSPENDED, "False", "ResumeJobs"));
    assertThat(namespace.suspendedJobs()).doesNotContainValue(true);
  }

  /** What Kueue does when it moves a workload from one flavor to another. */
  @Test
  @Tag("controller:U-005")
  @Tag("controller:U-006")
  @Tag("controller:U-013")
  void nothingOfAnEarlierFlavorStays(TestNamespace namespace) {
    namespace.create(
        f1(
            spec ->
                spec.withSuspend(true)
                    .editFirstReplicatedJob()
                    .editTemplate()
                    .editSpec()
                    .editTemplate()
                    .editSpec()
                    .withNodeSelector(Map.of("own", "selector"))
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .endTemplate()
                    .endReplicatedJob()));
    namespace.jobController().suspended(ALL_JOBS);
    JobSet asSubmitted = namespace.jobSet();
    Toleration toleration =
        new TolerationBuilder()
            .withKey("spot")
            .withOperator("Exists")
            .withEffect("NoExecute")
            .withTolerationSeconds(30L)
            .build();

    for (String flavor : List.of("first", "second")) {
      namespace.change(
          suspend(false)
              .andThen(
                  templates(
                      template -> {
                        Map<String, String> selector = new TreeMap<>();
                        if (template.getSpec().getNodeSelector() != null) {
                          selector.putAll(template.getSpec().getNodeSelector());
                        }
                        selector.put("flavor-" + flavor, "yes");
                        template.getSpec().setNodeSelector(selector);
                        template.getSpec().setTolerations(List.of(toleration));
                      })));

      eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true));
      assertThat(namespace.job(A0).getSpec().getTemplate().getSpec().getNodeSelector())
          .isEqualTo(Map.of("own", "selector", "flavor-" + flavor, "yes"));
      assertThat(namespace.job(B0).getSpec().getTemplate().getSpec().getNodeSelector())
          .isEqualTo(Map.of("flavor-" + flavor, "yes"));
      assertThat(namespace.job(B0).getSpec().getTemplate().getSpec().getTolerations())
          .containsExactly(toleration);

      // Eviction restores the templates in the update that suspends.
      namespace.jobController().ready(ALL_JOBS);
      namespace.change(
          evicted -> {
            evicted.getSpec().setSuspend(true);
            evicted.getSpec().setReplicatedJobs(asSubmitted.getSpec().getReplicatedJobs());
          });
      eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(false));
      namespace.jobController().suspended(ALL_JOBS);
    }

    namespace.change(suspend(false));

    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true));
    assertThat(namespace.job(A0).getSpec().getTemplate().getSpec().getNodeSelector())
        .isEqualTo(Map.of("own", "selector"));
    assertThat(namespace.job(B0).getSpec().getTemplate().getSpec().getNodeSelector())
        .isNullOrEmpty();
    assertThat(namespace.job(B0).getSpec().getTemplate().getSpec().getTolerations()).isEmpty();
  }

  @Test
  @Tag("controller:U-014")
  void labelsOfTheJobControllerAreKept(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withSuspend(true)));
    namespace.jobController().suspended(ALL_JOBS);
    Map<String, String> before =
        namespace.job(B1).getSpec().getTemplate().getMetadata().getLabels();
    assertThat(before).containsKeys("controller-uid", "batch.kubernetes.io/job-name");

    namespace.change(
        suspend(false)
            .andThen(
                templates(
                    template -> {
                      template.setMetadata(new ObjectMeta());
                      template
                          .getMetadata()
                          .setLabels(Map.of("mine", "too", "jobset.sigs.k8s.io/job-index", "99"));
                    })));

    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true));
    // JobSet's own keys win on resume as they do at creation (section 24, no. 28).
    assertThat(namespace.job(B1).getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(before)
        .containsEntry("mine", "too")
        .containsEntry("jobset.sigs.k8s.io/job-index", "1")
        .hasSize(before.size() + 1);
  }

  @Test
  @Tag("controller:U-015")
  void suspensionEndsARestart(TestNamespace namespace) {
    namespace.create(f1(1));
    namespace.jobController().fail(B0);
    namespace.jobController().finishDeleting(4);
    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(JobSetConditions.RESTARTING_JOB_SET, "True", "DefaultFailurePolicy"));

    namespace.change(suspend(true));

    eventually(
        () ->
            JobSetAssert.assertThat(namespace.jobSet())
                .hasCondition(SUSPENDED, "True", "SuspendedJobs")
                .hasCondition(JobSetConditions.RESTARTING_JOB_SET, "False", "JobSetSuspended")
                .hasMessage(JobSetConditions.RESTARTING_JOB_SET, "jobset is suspended"));
  }

  /** Kubernetes 1.36 lets a template change only after the Job controller has said so. */
  @Test
  void resumeWithAnotherTemplateWaitsForTheJobController(TestNamespace namespace) {
    namespace.create(f1(spec -> spec.withSuspend(true)));
    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(false));

    namespace.change(
        suspend(false)
            .andThen(templates(template -> template.getSpec().setNodeSelector(Map.of("n", "v")))));

    consistently(() -> assertThat(namespace.suspendedJobs()).doesNotContainValue(false));
    assertThat(namespace.jobController().deleting()).isEmpty();

    namespace.jobController().suspended(ALL_JOBS);

    eventually(() -> assertThat(namespace.suspendedJobs()).hasSize(4).doesNotContainValue(true));
    assertThat(namespace.job(B0).getSpec().getTemplate().getSpec().getNodeSelector())
        .isEqualTo(Map.of("n", "v"));
  }

  private static Consumer<JobSet> suspend(boolean suspend) {
    return jobSet -> jobSet.getSpec().setSuspend(suspend);
  }

  private static Consumer<JobSet> templates(Consumer<PodTemplateSpec> change) {
    return jobSet ->
        jobSet
            .getSpec()
            .getReplicatedJobs()
            .forEach(
                replicatedJob ->
                    change.accept(replicatedJob.getTemplate().getSpec().getTemplate()));
  }
}
