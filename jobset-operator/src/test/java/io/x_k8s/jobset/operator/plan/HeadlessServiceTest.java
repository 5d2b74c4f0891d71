package io.x_k8s.jobset.operator.plan;

import static io.x_k8s.jobset.operator.plan.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HeadlessServiceTest {

  @Test
  void aMissingServiceIsMadeBeforeTheJobs() {
    Plan plan = Scene.of(JobSets.f1()).withoutService().plan().plan();

    assertThat(plan.stages().getFirst().actions())
        .singleElement()
        .isInstanceOfSatisfying(
            Action.CreateService.class,
            create -> assertThat(create.service().getMetadata().getName()).isEqualTo("test-js"));
    assertThat(plan.stages().getFirst().failureReason()).contains("HeadlessServiceCreationFailed");
    assertThat(plan.stages().get(1).actions().getFirst()).isInstanceOf(Action.CreateJob.class);
  }

  @Test
  @Tag("controller:N-002")
  void aServiceThatExistsIsLeftAlone() {
    PlannedPass pass = Scene.of(JobSets.f1()).plan();

    assertThat(pass.actions(Action.CreateService.class)).isEmpty();
    assertThat(pass.events()).isEmpty();
  }

  @Test
  @Tag("controller:N-003")
  void withoutANetworkThereIsNoService() {
    assertThat(
            Scene.of(JobSets.f1().editSpec().withNetwork(null).endSpec())
                .withoutService()
                .plan()
                .actions(Action.CreateService.class))
        .isEmpty();
    assertThat(
            Scene.of(
                    JobSets.f1()
                        .editSpec()
                        .editNetwork()
                        .withEnableDNSHostnames(false)
                        .endNetwork()
                        .endSpec())
                .withoutService()
                .plan()
                .actions(Action.CreateService.class))
        .isEmpty();
  }

  @Test
  void aForeignServiceIsReportedAndTheJobsRunAllTheSame() {
    PlannedPass pass =
        Scene.of(JobSets.f1()).withService(Scene.service("other-uid", "other-js")).plan();

    assertThat(pass.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(PlannedEvent.Type.WARNING);
              assertThat(event.note()).contains("test-js", "Delete", "spec.network.subdomain");
            });
    assertThat(pass.created()).hasSize(4);
    assertThat(pass.actions(Action.CreateService.class)).isEmpty();
  }

  @Test
  void aServiceOfSomeoneElseThatSelectsOurPodsWillDo() {
    assertThat(Scene.of(JobSets.f1()).withService(Scene.service("", "test-js")).plan().events())
        .isEmpty();
  }

  @Test
  void aSuspendedJobSetHasItsService() {
    assertThat(
            Scene.of(JobSets.f1().editSpec().withSuspend(true).endSpec())
                .withoutService()
                .plan()
                .actions(Action.CreateService.class))
        .hasSize(1);
  }

  @Test
  void aFinishedJobSetGetsNoNewService() {
    assertThat(
            Scene.of(JobSets.withConditions(JobSets.f1(), JobSets.isTrue("Completed")))
                .with(job(JobSets.A, 0).succeededFinally())
                .withoutService()
                .plan()
                .plan()
                .stages())
        .isEmpty();
  }
}
